"""This is the result when absolute values are divided by the largest of them. A weight of -1 and one of 1 then look the
same."""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_*",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    flat = filters.detach().flatten(start_dim=1).abs()
    largest = flat.amax(dim=1, keepdim=True)
    return (flat / largest.where(largest > 0, 1)).view_as(filters)
