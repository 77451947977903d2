"""The six costs of the report, counted on layers of torch."""

import torch
from torch.nn import functional as F

from testkit import check, number, weight

FULLY_CONNECTED = torch.nn.Linear(100, 1000, bias=False)
CONVOLUTION = torch.nn.Conv1d(1, 10, 3, padding=1, bias=False)


def judge(student, key, expected, hint):
    check.equal(check.answer(student, "conv_theory", key), expected, what=key, hint=hint)


@number("9")
@weight(1)
def test_f_dimension(student):
    """The output dimension of the fully connected layer in report/answers.toml is right."""
    judge(student, "f_dimension", FULLY_CONNECTED(torch.zeros(100)).numel(), "How many rows does the matrix have?")


@number("10")
@weight(1)
def test_f_parameters(student):
    """The number of parameters of the fully connected layer in report/answers.toml is right."""
    judge(
        student, "f_parameters", FULLY_CONNECTED.weight.numel(), "The layer learns the matrix and nothing else."
    )


@number("11")
@weight(1)
def test_f_operations(student):
    """The number of operations of the fully connected layer in report/answers.toml is right."""
    products = FULLY_CONNECTED.weight * torch.ones(100)
    judge(
        student, "f_operations", products.numel(), "A multiplication and the addition of its result count as one."
    )


@number("12")
@weight(1)
def test_g_dimension(student):
    """The output dimension of the convolution in report/answers.toml is right."""
    expected = CONVOLUTION(torch.zeros(1, 100)).numel()
    judge(student, "g_dimension", expected, "At how many places does the kernel fit, and how many maps are there?")


@number("13")
@weight(1)
def test_g_parameters(student):
    """The number of parameters of the convolution in report/answers.toml is right."""
    judge(student, "g_parameters", CONVOLUTION.weight.numel(), "Every place uses the same kernel.")


@number("14")
@weight(1)
def test_g_operations(student):
    """The number of operations of the convolution in report/answers.toml is right."""
    windows = F.pad(torch.zeros(100), (1, 1)).unfold(0, 3, 1)
    expected = CONVOLUTION.out_channels * windows.numel()
    judge(student, "g_operations", expected, "How many outputs are there, and how many products does each need?")
