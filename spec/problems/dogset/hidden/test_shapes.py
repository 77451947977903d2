"""The layers of the two dog networks, whatever their names."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from testkit import model_checks, number, weight

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
    """Two new networks of a kind share no weights and start differently, in PyTorch's default way."""
    kernels, strides = reference.SETTINGS[0]
    model_checks.check_independence(student, rng, lambda: reference.new_fc(student))
    model_checks.check_independence(student, rng, lambda: reference.new_conv(student, kernels, strides))
    reference.check_start(student, rng, reference.new_fc(student), reference.fc_shapes())
    reference.check_start(student, rng, reference.new_conv(student, kernels, strides), reference.conv_shapes(kernels, strides))
