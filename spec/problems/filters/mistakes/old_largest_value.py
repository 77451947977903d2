"""This is the result when the divisor is the largest value before the subtraction."""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_*",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    flat = filters.detach().flatten(start_dim=1)
    smallest, largest = flat.amin(dim=1, keepdim=True), flat.amax(dim=1, keepdim=True)
    return ((flat - smallest) / largest.where(largest != 0, 1)).view_as(filters)
