"""This is the result when a filter whose values are all equal becomes ones. What does its subtraction leave?"""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_of_constant_filters",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    flat = filters.detach().flatten(start_dim=1)
    flat = flat - flat.amin(dim=1, keepdim=True)
    largest = flat.amax(dim=1, keepdim=True)
    return (flat / largest).nan_to_num(nan=1.0).view_as(filters)
