"""The gradient of the loss for every weight of SmallCNN, recomputed here, and whether BetterCNN can learn."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, controls, limit, model_checks, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))

# Gradients of order up to 1, sums of some thousand float32 numbers: errors of some 1e-6. A maximum or a ReLU that rounding decides
# is unlikely, and changes one of a thousand summands.
CLOSE = {"rtol": 1e-2, "atol": 1e-3}


@number("13")
@weight(2)
def test_gradients(student, rng):
    """The gradient of the loss reaches every weight of SmallCNN, with and without batch normalisation."""
    for batch_norm in (False, True):
        model, layers = reference.new_model(student, rng, batch_norm)
        model_checks.check_loss_gradients(
            student, rng, model, layers, lambda x, layers=layers: reference.logits(layers, x, reference.Statistics(), train=True),
            torch.randn(3, 3, 32, 32, generator=rng), **CLOSE,
        )


@number("14")
@weight(2)
@limit(cpu_seconds=60, wall_seconds=120)
def test_better_cnn_gradients(student, rng):
    """BetterCNN has about two million weights at most, and the gradient of the loss reaches every one."""
    model = student.module("src.models").BetterCNN()
    student.tools.predict(model, reference.PICTURES)
    count = check.number(controls.ask_parameter_count(student, rng, model), what="the number of weights")
    check.that(count < 3e6, "BetterCNN should have about two million weights at most.", values=f"Counted: {count:.0f}.",
               hint="Which of its layers has most of them?")
    x, y = torch.randn(6, 3, 32, 32, generator=rng), torch.randint(10, (6,), generator=rng)
    slopes = controls.ask_loss_gradients(student, rng, model, x, y)
    check.that(bool(slopes), "BetterCNN should have weights.")
    check.that(all(slope is not None for slope in slopes.values()),
               "The gradient of the loss should reach every weight of BetterCNN.",
               hint="Is every layer that __init__ makes used in forward?")
