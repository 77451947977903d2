"""The gradient of the loss for every weight of both networks, recomputed here."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import model_checks, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))

# Gradients of order up to 1, sums of some thousand float32 numbers: errors of some 1e-6. A maximum or a ReLU that rounding decides
# is unlikely, and changes one of a thousand summands.
CLOSE = {"rtol": 1e-2, "atol": 1e-3}


@number("18")
@weight(1)
def test_gradients(student, rng):
    """The gradient of the loss reaches every weight of both networks."""
    x = torch.randn(4, 3, 32, 32, generator=rng)
    model, layers, values = reference.new_shallow(student, rng)
    model_checks.check_loss_gradients(student, rng, model, layers, lambda x: reference.shallow_logits(values, x), x, **CLOSE)
    for batch_norm in (False, True):
        model, layers, values = reference.new_simple(student, rng, batch_norm, True)
        model_checks.check_loss_gradients(
            student, rng, model, layers,
            lambda x, values=values: reference.simple_logits(values, x, reference.Statistics(), train=True), x, **CLOSE,
        )
