"""This is the result when the gradient is divided by the sum of its absolute values. The Euclidean norm is another one."""

FAILS = [
    "public/test_fooling.py::test_steps_by_hand",
    "hidden/test_outputs.py::test_random_networks",
    "hidden/test_outputs.py::test_linear_scores",
    "hidden/test_outputs.py::test_float32_pictures",
]


def unit_length(gradient: Tensor) -> Tensor:
    norm = gradient.abs().flatten(1).sum(1).view(-1, *[1] * (gradient.ndim - 1))
    return gradient / norm.where(norm > 0, 1)
