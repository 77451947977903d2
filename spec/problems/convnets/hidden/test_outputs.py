"""Forward passes of both networks, recomputed here from weights that the test chose."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, controls, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


def pictures(rng, count):
    """Draw random pictures: all their numbers differ, so every change of order has an effect."""
    return torch.randn(count, 3, 32, 32, generator=rng)


@number("12")
@weight(3)
def test_shallow_forward_pass(student, rng):
    """ShallowNet computes what the Sequential in the hand-out computes."""
    model, _, values = reference.new_shallow(student, rng)
    for batch in (1, 4):
        x = pictures(rng, batch)
        check.close(model(x), reference.shallow_logits(values, x), what="the output",
                    hint="A Sequential applies its layers in order, each to the result of the one before.", **reference.CLOSE)


@number("13")
@weight(3)
def test_simple_forward_pass(student, rng):
    """SimpleConvNet computes the table of the hand-out."""
    model, _, values = reference.new_simple(student, rng, False, False)
    for batch in (1, 4):
        x = pictures(rng, batch)
        expected = reference.simple_logits(values, x, reference.Statistics(), train=True)
        check.close(model(x), expected, what="the output",
                    hint="Follow the shapes of the table: strides, pooling, and where the average is taken.", **reference.CLOSE)


@number("14")
@weight(3)
def test_batch_norm_in_training(student, rng):
    """In training mode, SimpleConvNet(batch_norm=True) normalises with the statistics of the batch."""
    model, _, values = reference.new_simple(student, rng, True, False)
    x = pictures(rng, 5)
    expected = reference.simple_logits(values, x, reference.Statistics(), train=True)
    check.close(student.tools.predict(model, x, train=True), expected, what="the output in training mode",
                hint="If the forward pass without batch normalisation is right: between which two steps does the "
                     "normalisation stand?",
                **reference.CLOSE)


@number("15")
@weight(1)
def test_batch_norm_in_evaluation(student, rng):
    """In evaluation mode, SimpleConvNet(batch_norm=True) normalises with running statistics."""
    model, _, values = reference.new_simple(student, rng, True, False)
    statistics = reference.Statistics()
    for _ in range(2):
        x = 0.5 + 2 * pictures(rng, 5)
        reference.simple_logits(values, x, statistics, train=True)
        student.tools.predict(model, x, train=True)
    x = pictures(rng, 3)
    expected = reference.simple_logits(values, x, statistics, train=False)
    check.close(student.tools.predict(model, x), expected, what="the output in evaluation mode",
                hint="If the test in training mode passes: PyTorch's layer keeps running averages. Does each convolution have a "
                     "layer of its own that keeps them?", **reference.CLOSE)


@number("16")
@weight(3)
def test_residual_connections(student, rng):
    """SimpleConvNet(residual=True) adds the input of the second and of the third convolution to what they give."""
    for batch_norm in (False, True):
        model, _, values = reference.new_simple(student, rng, batch_norm, True)
        x = pictures(rng, 4)
        expected = reference.simple_logits(values, x, reference.Statistics(), train=True)
        check.close(student.tools.predict(model, x, train=True), expected, what="the output in training mode",
                    hint="If the tests without connections pass: which tensor enters the convolution, and is the sum taken before "
                         "or after the ReLU?", **reference.CLOSE)


@number("17")
@weight(1)
def test_pictures_do_not_see_each_other(student, rng):
    """In evaluation mode the logits of a picture do not depend on the rest of its batch, and the batch stays as it was."""
    models = student.module("src.models")
    for model in (models.ShallowNet(), models.SimpleConvNet(batch_norm=True, residual=True)):
        student.tools.predict(model, pictures(rng, 4), train=True)  # batch normalisation has seen something
        x = pictures(rng, 4)
        output, changed = controls.call_keeping_inputs(student, rng, student.tools.predict, model, x)
        check.that("1" not in changed, "The model should not change its input.", hint="Some operations work in place.")
        check.shape(output, (4, 10), what="the output")
        alone = torch.cat([student.tools.predict(model, row[None]) for row in x])
        check.close(alone, output, what="the output for pictures one by one", **reference.CLOSE)
