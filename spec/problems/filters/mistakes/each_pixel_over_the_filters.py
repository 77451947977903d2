"""This is the result when the range of a pixel is taken over all filters. Along which axes is one filter?"""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_*",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    shifted = filters.detach() - filters.detach().amin(dim=0, keepdim=True)
    largest = shifted.amax(dim=0, keepdim=True)
    return shifted / largest.where(largest > 0, 1)
