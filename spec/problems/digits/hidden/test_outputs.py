"""The forward pass of Digit_Classifier, recomputed here from weights that the test chose."""

import torch
from torch.nn import functional as F

from testkit import check, controls, number, weight

LAYERS = ((128, 784), (64, 128), (10, 64))


def with_weights(student, rng):
    """Return a model with random weights set by the test, and these weights as [(weight, bias), ...]."""
    model = student.module("src.models").Digit_Classifier()
    model(torch.zeros(4, 784))  # layers may take their shape from the first batch they see
    # Standard deviations that keep the signals of order 1, and biases large enough to matter.
    chosen = [
        (torch.randn(shape, generator=rng) * (2 / shape[1]) ** 0.5, torch.randn(shape[0], generator=rng) * 0.3)
        for shape in LAYERS
    ]
    by_shape = {tuple(value.shape): value for layer in chosen for value in layer}
    shapes = [tuple(value.shape) for value in student.tools.parameters(model).values()]
    check.that(sorted(shapes) == sorted(by_shape), "The weights and biases should be those of linear layers 784-128, 128-64 "
               "and 64-10.")
    student.tools.load_parameters(model, [by_shape[shape] for shape in shapes])
    return model, chosen


def expected_logits(layers, x):
    for index, (w, b) in enumerate(layers):
        x = F.linear(x, w, b)
        x = F.relu(x) if index < len(layers) - 1 else x
    return x


# Float32 sums of 784 products of order 1/28 each, three layers deep: errors of a few 1e-6 on logits of order 1.
CLOSE = {"rtol": 1e-4, "atol": 5e-5}


@number("5")
@weight(5)
def test_forward_pass(student, rng):
    """Digit_Classifier computes linear, ReLU, linear, ReLU, linear."""
    for batch, training in ((1, True), (6, True), (5, False)):
        model, layers = with_weights(student, rng)
        student.module("testkit.probes.effects").set_modes(model, [training])
        x = torch.randn(batch, 784, generator=rng)
        expected = expected_logits(layers, x)
        check.close(model(x), expected, what="the output",
                    hint="Both hidden layers have a ReLU; the last layer is linear, and nothing follows it." if training else
                    "In training mode the output is right, in evaluation mode it is not. What does your network do in one of "
                    "them only?", **CLOSE)


@number("6")
@weight(1)
def test_pictures_do_not_see_each_other(student, rng):
    """The logits of a picture do not depend on the rest of its batch, and the batch stays as it was."""
    model, layers = with_weights(student, rng)
    x = torch.randn(9, 784, generator=rng)
    _, changed = controls.call_keeping_inputs(student, rng, model, x)
    check.that(changed == [], "The model should not change its input.", hint="Some operations work in place.")
    check.close(model(x), model(x), what="the output for the same pictures again",
                hint="Once its weights are set, nothing in this network is random.", **CLOSE)
    check.close(torch.cat([model(row[None]) for row in x]), model(x), what="the output for pictures one by one",
                hint="If you flatten, keep the batch axis.", **CLOSE)
