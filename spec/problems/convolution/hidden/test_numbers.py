"""The four vectors of the report, computed by torch's own convolutions."""

import torch
from torch.nn import functional as F

from testkit import check, number, weight

SIGNAL = torch.tensor([[[1.0, -1.0, 3.0, 4.0, 4.0]]])


def judge(student, key, layer, second, padding, hint):
    expected = layer(SIGNAL, torch.tensor([[[1.0, second]]]), padding=padding).flatten()
    check.equal(check.answer(student, "convolution", key), expected.tolist(), what=key, hint=hint)


@number("21")
@weight(1)
def test_sums(student):
    """The sums of neighbours in report/answers.toml are right."""
    judge(student, "sums", F.conv1d, 1.0, 0, "At how many places does a kernel of two fit into five elements?")


@number("22")
@weight(1)
def test_differences(student):
    """The differences of neighbours in report/answers.toml are right."""
    hint = "Write the padded signal first, with its zeros; then slide the kernel under it without flipping it."
    judge(student, "differences", F.conv1d, -1.0, 1, hint)


@number("23")
@weight(1)
def test_transposed_sums(student):
    """The output of the first transposed layer in report/answers.toml is right."""
    hint = "Each element adds a copy of the kernel; where copies overlap, they add up."
    judge(student, "transposed_sums", F.conv_transpose1d, 1.0, 0, hint)


@number("24")
@weight(1)
def test_transposed_differences(student):
    """The output of the second transposed layer in report/answers.toml is right."""
    hint = "The same with the other kernel; the padding is cut off at the end."
    judge(student, "transposed_differences", F.conv_transpose1d, -1.0, 1, hint)
