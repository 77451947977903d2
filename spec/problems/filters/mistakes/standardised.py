"""This is the result when each filter gets the mean 0 and the deviation 1. Where is its smallest value then?"""

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_*",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    flat = filters.detach().flatten(start_dim=1)
    deviation = flat.std(dim=1, keepdim=True, unbiased=False)
    return ((flat - flat.mean(dim=1, keepdim=True)) / deviation.where(deviation > 0, 1)).view_as(filters)
