"""The worked examples of the hand-out."""

import torch

from testkit import check, number, weight


def linear(student, slopes, bias):
    """Scores of two classes: always 0, and a linear one of two pixels."""
    model = student.tools.network((2, 2), flatten=False, dtype="float64")
    student.tools.load_parameters(model, [torch.tensor([[0.0, 0.0], slopes]).double(), torch.tensor([0.0, bias]).double()])
    return model


@number("1")
@weight(1)
def test_steps_by_hand(student):
    """make_fooling_image gives the samples of the hand-out's worked example."""
    make = student.module("src.fooling").make_fooling_image
    model = linear(student, [3.0, 4.0], -2.5)
    x = torch.tensor([[0.0, 0.0], [0.5, 0.5]]).double()
    for steps, expected in ((2, [0.24, 0.32]), (100, [0.36, 0.48])):
        check.close(make(x.clone(), 1, model, 0.2, steps), torch.tensor([expected, [0.5, 0.5]]).double(), rtol=0, atol=1e-7,
                    what=f"the result after at most {steps} steps",
                    hint="Each step has the length 0.2. Before each, look which samples fool the model already.")


@number("2")
@weight(1)
def test_transfers_by_hand(student):
    """transfers gives the answers of the hand-out's worked example."""
    answer = student.module("src.fooling").transfers(
        torch.tensor([[0.36, 0.48], [0.5, 0.5]]).double(), 1, linear(student, [1.0, 1.0], -0.9)
    )
    check.equal(answer, torch.tensor([False, True]), what="what transfers returns", hint="There is one answer for each picture.")
