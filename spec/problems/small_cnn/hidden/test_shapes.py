"""The layers of both networks, whatever their names."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, controls, model_checks, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


def new(student, name, *arguments):
    """Return a new network after one picture, because some layers take their shape from it."""
    model = getattr(student.module("src.models"), name)(*arguments)
    student.tools.predict(model, reference.PICTURES)
    return model


@number("5")
@weight(3)
def test_layers(student):
    """SmallCNN is made of layers of the sizes that the hand-out gives."""
    layers = model_checks.find_layers(student, student.module("src.models").SmallCNN(), reference.PICTURES)
    reference.check_layers(layers, False,
                           hint="64 kernels of 11 x 11, twice 128 of 3 x 3, and a linear layer that gets the 128 averages.")


@number("6")
@weight(3)
def test_batch_norm_layers(student):
    """SmallCNN(batch_norm=True) has a batch normalisation after each convolution."""
    layers = model_checks.find_layers(student, student.module("src.models").SmallCNN(batch_norm=True), reference.PICTURES)
    reference.check_layers(layers, True,
                           hint="If the test before passes: a batch normalisation learns a scale and a shift for the channels of "
                                "one convolution. How many does the network need?")


@number("7")
@weight(1)
def test_two_models_are_two(student, rng):
    """Two new networks of a kind share no weights, and two SmallCNN start differently."""
    for batch_norm in (False, True):
        model_checks.check_independence(student, rng, lambda batch_norm=batch_norm: new(student, "SmallCNN", batch_norm))
    # How the weights of BetterCNN begin is the student's own.
    one, other = new(student, "BetterCNN"), new(student, "BetterCNN")
    before = controls.ask_parameters(student, rng, one)
    student.tools.load_parameters(other, [value + 1 for value in student.tools.parameters(other).values()])
    after = student.tools.parameters(one)
    check.that(all(torch.equal(after[name], value) for name, value in before.items()),
               "Changing the weights of one BetterCNN should not change another one.",
               hint="Create the layers in __init__, so that every model has its own.")


@number("8")
@weight(2)
def test_better_cnn_is_deeper(student, rng):
    """BetterCNN has more convolutions than SmallCNN, and returns logits."""
    model = new(student, "BetterCNN")
    tools = student.tools
    known = controls.Control(
        lambda: tools.layers_in_use(tools.network((3, 4, 2)), torch.zeros(1, 3)),
        lambda found: [kind for kind, _ in found] == ["Linear", "Linear"],
    )
    found = controls.ask(rng, lambda: tools.layers_in_use(model, reference.PICTURES), known)
    count = sum("Conv" in kind for kind, _ in found)
    check.that(count > 3, "BetterCNN should have more than three convolutions in use.", values=f"In use: {count}.")
    # Logits take any sign. By chance alone, none of ten classes is below zero in one of a thousand draws of all weights.
    lowest = []
    for _ in range(4):
        values = student.tools.parameters(model).values()
        student.tools.load_parameters(model, [value + 0.1 * torch.randn(value.shape, generator=rng) for value in values])
        output = student.tools.predict(model, torch.randn(6, 3, 32, 32, generator=rng))
        lowest.append(float(check.tensor(output, what="the output of BetterCNN").min()))
    check.that(min(lowest) < 0, "The output of BetterCNN should be logits, which can be below zero.",
               hint="What does forward do after the last linear layer, and what does CrossEntropyLoss do itself?")
