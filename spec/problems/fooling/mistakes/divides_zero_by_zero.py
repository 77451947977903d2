"""This is the result when a gradient of zeros is divided by its norm."""

FAILS = [
    "hidden/test_outputs.py::test_gradient_of_zero",
]


def unit_length(gradient: Tensor) -> Tensor:
    return gradient / gradient.flatten(1).norm(dim=1).view(-1, *[1] * (gradient.ndim - 1))
