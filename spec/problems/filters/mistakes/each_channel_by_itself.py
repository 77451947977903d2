"""This is the result when each channel of a filter has a range of its own. What happens to the colour of a filter?"""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_*",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    flat = filters.detach().flatten(start_dim=2)
    flat = flat - flat.amin(dim=2, keepdim=True)
    largest = flat.amax(dim=2, keepdim=True)
    return (flat / largest.where(largest > 0, 1)).view_as(filters)
