"""The layers of both networks, whatever their names."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from testkit import model_checks, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


@number("7")
@weight(1)
def test_shallow_layers(student):
    """ShallowNet has the layers of the Sequential in the hand-out."""
    layers = model_checks.find_layers(student, student.module("src.models").ShallowNet(), reference.PICTURES)
    reference.shallow_values(layers, hint="Copy the layers one by one, with all their arguments.")


@number("8")
@weight(2)
def test_simple_layers(student):
    """SimpleConvNet has the layers of the table in the hand-out."""
    layers = model_checks.find_layers(student, student.module("src.models").SimpleConvNet(), reference.PICTURES)
    reference.simple_values(layers, False, False, hint="The linear layer gets one average for each channel of the last maps.")


@number("9")
@weight(2)
def test_batch_norm_layers(student):
    """SimpleConvNet(batch_norm=True) has a batch normalisation for each of the three convolutions."""
    model = student.module("src.models").SimpleConvNet(batch_norm=True)
    reference.simple_values(model_checks.find_layers(student, model, reference.PICTURES), True, False,
                            hint="If the test before passes: each convolution in the table needs a normalisation of its own.")


@number("10")
@weight(2)
def test_residual_layers(student):
    """SimpleConvNet(residual=True) has one more layer, where the shapes of the two sides differ."""
    for batch_norm in (False, True):
        model = student.module("src.models").SimpleConvNet(batch_norm=batch_norm, residual=True)
        reference.simple_values(model_checks.find_layers(student, model, reference.PICTURES), batch_norm, True,
                                hint="If the tests before pass: a residual connection removes nothing, and only one of the two "
                                     "needs a layer of its own.")


@number("11")
@weight(1)
def test_two_models_are_two(student, rng):
    """Two new networks of a kind share no weights and start differently."""
    models = student.module("src.models")
    model_checks.check_independence(student, rng, lambda: used(student, models.ShallowNet()))
    model_checks.check_independence(student, rng, lambda: used(student, models.SimpleConvNet(batch_norm=True, residual=True)))


def used(student, model):
    """Return the model after a batch, because some layers take their shape from it."""
    student.tools.predict(model, reference.PICTURES)
    return model
