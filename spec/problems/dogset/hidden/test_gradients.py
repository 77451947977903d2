"""The gradient of the loss for every weight of the two dog networks, recomputed here."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch
from torch.nn import functional as F

from testkit import check, controls, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))

# Gradients of order up to 1, sums of at most some thousand products of float32 numbers: errors of some 1e-6. With few pictures
# and strides above 1, rounding is unlikely to decide which of four numbers is the largest.
CLOSE = {"rtol": 1e-3, "atol": 1e-4}


def check_gradients(student, model, layers, x, logits, rng):
    y = torch.randint(10, (len(x),), generator=rng)
    parameters = [value.requires_grad_() for layer in layers for value in layer]
    slopes = torch.autograd.grad(F.cross_entropy(logits(layers, x), y), parameters)
    expected = {tuple(slope.shape): slope for slope in slopes}
    probes = student.module("testkit.probes.dogset")
    known = controls.Control(
        lambda: probes.gradients(student.tools.cut_off(), torch.ones(2, 3), torch.tensor([0, 4])),
        lambda found: [value is None for value in found.values()] == [True, True, False, False],
    )
    claimed = controls.ask(rng, lambda: probes.gradients(model, x, y), known)
    hint = "All steps from the picture to the logits must be PyTorch operations: no detach, no .data, no NumPy."
    given = {tuple(value.shape): value for value in claimed.values() if value is not None}
    for shape, slope in expected.items():
        check.that(shape in given, "The gradient of the loss should reach every weight and every bias.", hint=hint)
        check.close(given[shape], slope, what="the gradient for a weight or bias", **CLOSE)


@number("12")
@weight(1)
def test_fc_gradients(student, rng):
    """The gradient of the loss reaches every weight of Dog_Classifier_FC."""
    model = reference.new_fc(student)
    layers = reference.set_weights(student, model, reference.fc_shapes(), rng)
    check_gradients(student, model, layers, torch.randn(3, 12288, generator=rng), reference.fc_logits, rng)


@number("13")
@weight(1)
def test_conv_gradients(student, rng):
    """The gradient of the loss reaches every weight of Dog_Classifier_Conv."""
    kernels, strides = reference.SETTINGS[3]
    model = reference.new_conv(student, kernels, strides)
    layers = reference.set_weights(student, model, reference.conv_shapes(kernels, strides), rng)
    check_gradients(student, model, layers, torch.randn(2, 64, 64, 3, generator=rng),
                    lambda given, x: reference.conv_logits(given, strides, x), rng)
