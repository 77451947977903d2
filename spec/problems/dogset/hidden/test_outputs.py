"""Forward passes of the two dog networks, recomputed here from weights that the test chose."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, controls, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))

FC_HINT = "Both hidden layers have a ReLU; the last layer is linear, and nothing follows it."
CONV_HINT = ("Follow one pixel through the table of the hand-out, from the picture to the logits. Is its red value still at its "
             "row and column where it reaches the first convolution?")
IN_EVALUATION = "In training mode the output is right, in evaluation mode it is not. What does your network do in one of them only?"


def pictures(rng, count):
    """Draw random pictures: all their numbers differ, so every change of order has an effect."""
    return torch.randn(count, 64, 64, 3, generator=rng)


@number("8")
@weight(4)
def test_fc_forward_pass(student, rng):
    """Dog_Classifier_FC computes linear, ReLU, linear, ReLU, linear."""
    model = reference.new_fc(student)
    layers = reference.set_weights(student, model, reference.fc_shapes(), rng)
    for batch, training in ((1, True), (5, True), (4, False)):
        student.module("testkit.probes.effects").set_modes(model, [training])
        x = pictures(rng, batch).flatten(1)
        expected = reference.fc_logits(layers, x)
        check.close(student.module("testkit.probes.dogset").answer(model, x), expected,
                    what="the output",
                    hint=FC_HINT if training else IN_EVALUATION, **reference.CLOSE)


@number("9")
@weight(4)
def test_conv_forward_pass(student, rng):
    """Dog_Classifier_Conv computes what the hand-out says, with the channels in the right place."""
    kernels, strides = reference.SETTINGS[0]
    model = reference.new_conv(student, kernels, strides)
    layers = reference.set_weights(student, model, reference.conv_shapes(kernels, strides), rng)
    for batch, training in ((1, True), (3, True), (2, False)):
        student.module("testkit.probes.effects").set_modes(model, [training])
        x = pictures(rng, batch)
        expected = reference.conv_logits(layers, strides, x)
        check.close(model(x), expected, what="the output",
                    hint=CONV_HINT if training else IN_EVALUATION, **reference.CLOSE)


@number("10")
@weight(4)
def test_conv_kernels_and_strides(student, rng):
    """Dog_Classifier_Conv computes the right thing for other kernels and strides, square or not."""
    for kernels, strides in reference.SETTINGS[1:]:
        model = reference.new_conv(student, kernels, strides)
        layers = reference.set_weights(student, model, reference.conv_shapes(kernels, strides), rng)
        x = pictures(rng, 2)
        expected = reference.conv_logits(layers, strides, x)
        check.close(model(x), expected, what="the output",
                    hint="If the previous test passes: each convolution has its own kernel and stride, height first, width second.",
                    **reference.CLOSE)


@number("11")
@weight(1)
def test_pictures_do_not_see_each_other(student, rng):
    """The logits of a picture do not depend on the rest of its batch, and the batch stays as it was."""
    kernels, strides = reference.SETTINGS[1]
    fc, conv = reference.new_fc(student), reference.new_conv(student, kernels, strides)
    reference.set_weights(student, fc, reference.fc_shapes(), rng)
    reference.set_weights(student, conv, reference.conv_shapes(kernels, strides), rng)
    answer = student.module("testkit.probes.dogset").answer
    images = pictures(rng, 4)
    for model, x in ((fc, images.flatten(1)), (conv, images)):
        output, changed = controls.call_keeping_inputs(student, rng, answer, model, x)
        check.that("1" not in changed, "The model should not change its input.", hint="Some operations work in place.")
        check.shape(output, (4, 10), what="the output")
        check.close(torch.cat([answer(model, row[None]) for row in x]), output, what="the output for pictures one by one",
                    hint="If you flatten, keep the batch axis. Nothing in the network is random, or looks at other pictures.",
                    **reference.CLOSE)
