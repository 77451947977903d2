"""The layers of the two dog networks, whatever their names."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, controls, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


@number("5")
@weight(2)
def test_fc_layers(student, rng):
    """Dog_Classifier_FC is made of layers of the sizes that the hand-out gives."""
    reference.check_layers(student, rng, reference.new_fc(student), reference.fc_shapes())


@number("6")
@weight(4)
def test_conv_layers(student, rng):
    """Dog_Classifier_Conv is made of layers of the right sizes for any kernels and strides, square or not."""
    for kernels, strides in reference.SETTINGS:
        reference.check_layers(
            student, rng, reference.new_conv(student, kernels, strides), reference.conv_shapes(kernels, strides),
            hint="3 channels in, 16 and 32 out; kernels and strides decide how many numbers reach the last layer.",
        )


@number("7")
@weight(1)
def test_two_models_are_two(student, rng):
    """Two new networks of a kind share no weights and start differently."""
    kernels, strides = reference.SETTINGS[0]
    for make in (lambda: reference.new_fc(student), lambda: reference.new_conv(student, kernels, strides)):
        one, other = make(), make()
        before, begun = controls.ask_parameters(student, rng, one), controls.ask_parameters(student, rng, other)
        check.that(
            bool(before) and all(not torch.equal(a, b) for a, b in zip(before.values(), begun.values(), strict=True)),
            "Two new models should have their own random weights.",
            hint="Create the layers in __init__, so that every model has its own: later you compare trainings.",
        )
        student.tools.load_parameters(other, [torch.zeros_like(value) for value in before.values()])
        after = student.tools.parameters(one)
        check.that(all(torch.equal(after[name], value) for name, value in before.items()),
                   "Changing the weights of one model should not change the other model.",
                   hint="Create the layers in __init__, so that every model has its own.")
