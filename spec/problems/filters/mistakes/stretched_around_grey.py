"""This is the result when zero stays in the middle, at 0.5. The hand-out asks for the whole range from 0 to 1."""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_*",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    flat = filters.detach().flatten(start_dim=1)
    largest = flat.abs().amax(dim=1, keepdim=True)
    return (flat / (2 * largest.where(largest > 0, 1)) + 0.5).view_as(filters)
