"""Forward passes of SmallCNN, recomputed here from weights that the test chose."""

from pathlib import Path
from runpy import run_path
from types import SimpleNamespace

import torch

from testkit import check, controls, number, weight

reference = SimpleNamespace(**run_path(str(Path(__file__).with_name("reference.py"))))


def pictures(rng, count):
    """Draw random pictures: all their numbers differ, so every change of order has an effect."""
    return torch.randn(count, 3, 32, 32, generator=rng)


@number("9")
@weight(4)
def test_forward_pass(student, rng):
    """SmallCNN computes what the table of the hand-out says."""
    model, layers = reference.new_model(student, rng, False)
    for batch in (1, 3):
        x = pictures(rng, batch)
        expected = reference.logits(layers, x, reference.Statistics(), train=True)
        check.close(model(x), expected, what="the output",
                    hint="Follow one picture through the table of the hand-out: the size of its maps, where a ReLU stands, "
                         "where the average is taken and what stands after the linear layer.", **reference.CLOSE)


@number("10")
@weight(4)
def test_batch_norm_in_training(student, rng):
    """In training mode, SmallCNN(batch_norm=True) normalises with the statistics of the batch."""
    model, layers = reference.new_model(student, rng, True)
    x = pictures(rng, 4)
    expected = reference.logits(layers, x, reference.Statistics(), train=True)
    check.close(student.tools.predict(model, x, train=True), expected, what="the output in training mode",
                hint="If the forward pass without batch normalisation is right: between which two steps does the "
                     "normalisation stand? Is it made with PyTorch's defaults?", **reference.CLOSE)


@number("11")
@weight(2)
def test_batch_norm_in_evaluation(student, rng):
    """In evaluation mode, SmallCNN(batch_norm=True) normalises with running statistics."""
    model, layers = reference.new_model(student, rng, True)
    statistics = reference.Statistics()
    for _ in range(2):
        x = 0.5 + 2 * pictures(rng, 4)
        reference.logits(layers, x, statistics, train=True)
        student.tools.predict(model, x, train=True)
    x = pictures(rng, 2)
    expected = reference.logits(layers, x, statistics, train=False)
    check.close(student.tools.predict(model, x), expected, what="the output in evaluation mode",
                hint="If the test in training mode passes: PyTorch's layer keeps running averages. Does each convolution have a "
                     "layer of its own that keeps them, made with PyTorch's defaults?", **reference.CLOSE)


@number("12")
@weight(1)
def test_pictures_do_not_see_each_other(student, rng):
    """In evaluation mode the logits of a picture do not depend on the rest of its batch, and the batch stays as it was."""
    models = student.module("src.models")
    made = {"SmallCNN()": models.SmallCNN(), "SmallCNN(True)": models.SmallCNN(True), "BetterCNN()": models.BetterCNN()}
    for name, model in made.items():
        student.tools.predict(model, pictures(rng, 4), train=True)  # batch normalisation has seen something
        x = pictures(rng, 4) * torch.tensor([0.3, 1, 2, 4]).view(4, 1, 1, 1)  # statistics of the batch are not those of a picture
        output, changed = controls.call_keeping_inputs(student, rng, student.tools.predict, model, x)
        check.that("1" not in changed, "The model should not change its input.", hint="Some operations work in place.")
        check.shape(output, (4, 10), what="the output")
        rows = [student.tools.predict(model, row[None]) for row in x]
        for row in rows:
            check.shape(row, (1, 10), what=f"the output of {name} for one picture", hint="A batch of one keeps its axis.")
        check.close(torch.cat(rows), output, what=f"the output of {name} for pictures one by one",
                    hint="In evaluation mode, is everything off that is random, and everything that looks at the batch? A function "
                         "of torch.nn.functional does not know the mode of your network.", **reference.CLOSE)
