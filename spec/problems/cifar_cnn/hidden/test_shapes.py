"""The layers of both networks, whatever their names."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

from testkit import model_checks, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


@number("7")
@weight(2)
def test_cifar_net_layers(student):
    """CifarNet is made of layers of the sizes that the hand-out gives."""
    layers = model_checks.find_layers(student, reference.new_model(student, "CifarNet"), reference.PICTURES)
    reference.check_layers("CifarNet", layers, hint="6 and 16 kernels of 5 x 5, then 120, 84 and 10 nodes.")


@number("8")
@weight(2)
def test_alex_net_layers(student):
    """AlexNet is made of layers of the sizes that the hand-out gives, for any hidden."""
    layers = model_checks.find_layers(student, reference.new_model(student, "AlexNet"), reference.PICTURES)
    reference.check_layers("AlexNet", layers, hint="64, 192, 384, 256 and 256 kernels of 3 x 3, then hidden, hidden and 10 nodes.")


@number("9")
@weight(1)
def test_two_models_are_two(student, rng):
    """Two new networks of a kind share no weights and start differently."""
    for name in ("CifarNet", "AlexNet"):

        def make(name=name):
            model = reference.new_model(student, name)
            student.tools.predict(model, reference.PICTURES)
            return model

        model_checks.check_independence(student, rng, make)
