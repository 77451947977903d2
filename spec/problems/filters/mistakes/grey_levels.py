"""This is the result when the values are grey levels from 0 to 255. The hand-out asks for numbers between 0 and 1."""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_*",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    flat = filters.detach().flatten(start_dim=1)
    flat = flat - flat.amin(dim=1, keepdim=True)
    largest = flat.amax(dim=1, keepdim=True)
    return (255 * flat / largest.where(largest > 0, 1)).view_as(filters)
