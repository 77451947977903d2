"""This is the result when one range is used for all filters together. A filter with small weights then looks like a
constant one."""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_*",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    flat = filters.detach() - filters.detach().min()
    largest = flat.max()
    return flat / largest if largest > 0 else flat
