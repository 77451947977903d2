"""This is the result when values below 0 and above 1 are cut off. That is no stretching."""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_*",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    return filters.detach().clamp(0, 1)
