"""The worked examples of the hand-out: the loss is half the sum of the squares of two weights, which lie in two tensors."""

import torch

from testkit import check, number, weight
from testkit.probes import sam as probes


def vector(*values):
    """Return each number as a tensor of its own."""
    return [torch.tensor([value], dtype=torch.float64) for value in values]


START = vector(3.0, 4.0)


def start(student, **options):
    """Return the two weights 3 and 4 under the student's SAM. The gradient of the loss is the weights themselves."""
    return student.module(probes.PROBES).trial(student.module("src.sam").SAM, START, rho=0.5, lr=0.1, **options)


def compare(weights, expected, what, hint=""):
    got = torch.cat([value.detach() for value in weights])
    check.close(got, torch.tensor(expected, dtype=torch.float64), rtol=0, atol=1e-10, what=what, hint=hint)


@number("1")
@weight(2)
def test_first_step_by_hand(student):
    """first_step moves the weights to (3.3, 4.4)."""
    uphill = start(student).first(START)
    compare(uphill, [3.3, 4.4], "the weights after first_step",
            "The gradient is (3, 4), so its length over both tensors is 5. The move along it has the length rho = 0.5.")


@number("2")
@weight(2)
def test_second_step_by_hand(student):
    """second_step moves the weights to (2.67, 3.56)."""
    trial = start(student)
    trial.first(START)
    compare(trial.second(vector(3.3, 4.4)), [2.67, 3.56], "the weights after second_step",
            "The step starts at (3, 4), with the gradient (3.3, 4.4) that the test sets.")


@number("3")
@weight(2)
def test_momentum_by_hand(student):
    """With momentum 0.9, the second step of training leads to (2.076, 2.768)."""
    trial = start(student, momentum=0.9)
    trial.first(START)
    trial.second(vector(3.3, 4.4))
    trial.first(vector(2.67, 3.56))
    compare(trial.second(vector(2.97, 3.96)), [2.076, 2.768], "the weights after the second call of second_step",
            "The momentum is that of the base optimizer, which makes one step for each call of second_step.")


@number("4")
@weight(1)
def test_zero_grad_clears_the_gradients(student):
    """zero_grad clears all gradients, and works if there are none."""
    trial = start(student)
    for gradients in (START, [None, START[1]]):
        trial.set_gradients(gradients)
        trial.optimizer.zero_grad()
        check.that(all(value is None or not bool(value.any()) for value in trial.gradients()),
                   "After zero_grad, every .grad should be None or all zeros.")
