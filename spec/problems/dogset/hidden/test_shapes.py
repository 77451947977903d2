"""The layers of the two dog networks, whatever they are called."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


@number("5")
@weight(2)
def test_fc_layers(student):
    """Dog_Classifier_FC is made of layers of the sizes that the hand-out gives."""
    reference.check_layers(student, reference.new_fc(student), reference.fc_shapes(),
                           hint="Layers kept in a plain Python list are not seen by PyTorch, and so never trained.")


@number("6")
@weight(4)
def test_conv_layers(student):
    """Dog_Classifier_Conv is made of layers of the right sizes for any kernels and strides, square or not."""
    for kernels, strides in reference.SETTINGS:
        reference.check_layers(
            student, reference.new_conv(student, kernels, strides), reference.conv_shapes(kernels, strides),
            hint="3 channels in, 16 and 32 out; how many numbers reach the last layer depends on kernels and strides.",
        )


@number("7")
@weight(1)
def test_two_models_are_two(student):
    """Two new networks of a kind share no weights and begin differently."""
    kernels, strides = reference.SETTINGS[0]
    for make in (lambda: reference.new_fc(student), lambda: reference.new_conv(student, kernels, strides)):
        one, other = make(), make()
        before, begun = student.tools.parameters(one), student.tools.parameters(other)
        check.that(
            bool(before) and all(not torch.equal(a, b) for a, b in zip(before.values(), begun.values(), strict=True)),
            "Two new models should have their own random weights.",
            hint="Make the layers in __init__, so that every model has its own: trainings are compared later.",
        )
        student.tools.load_parameters(other, [torch.zeros_like(value) for value in before.values()])
        after = student.tools.parameters(one)
        check.that(all(torch.equal(after[name], value) for name, value in before.items()),
                   "Changing the weights of one model should leave the other as it is.",
                   hint="Make the layers in __init__, so that every model has its own.")
