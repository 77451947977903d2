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

# Strong signals make a network so sure that only one or two classes have a gradient; in dull pictures all ten have.
CONTRAST = torch.tensor([1, 1, 1, 0.1, 0.1, 0.1]).view(6, 1, 1, 1)


@number("14")
@weight(2)
def test_gradients(student, rng):
    """The gradient of the loss reaches every weight of CifarNet, and of AlexNet without dropout."""
    for name, options in (("CifarNet", {}), ("AlexNet", {"dropout": 0.0})):
        model, layers = reference.with_weights(student, rng, name, **options)
        model_checks.check_loss_gradients(
            student, rng, model, layers, lambda x, name=name, layers=layers: reference.logits(name, layers, x),
            torch.randn(6, 3, 32, 32, generator=rng) * CONTRAST, **CLOSE,
        )
