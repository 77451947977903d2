"""This is the result when every pixel is divided by the norm over its own channels. A picture has one norm."""

FAILS = [
    "hidden/test_outputs.py::test_random_networks",
    "hidden/test_outputs.py::test_linear_scores",
    "hidden/test_outputs.py::test_float32_pictures",
]


def unit_length(gradient: Tensor) -> Tensor:
    norm = gradient.norm(dim=1, keepdim=True)
    return gradient / norm.where(norm > 0, 1)
