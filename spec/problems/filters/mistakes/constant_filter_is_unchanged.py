"""This is the result when a filter whose values are all equal is returned as it is."""

import torch

FAILS = [
    "public/test_filters.py::test_worked_stretch",
    "hidden/test_outputs.py::test_stretch_of_constant_filters",
]


def contrast_stretch(filters: Tensor) -> Tensor:
    results = []
    for one in filters.detach():
        span = one.max() - one.min()
        results.append((one - one.min()) / span if span > 0 else one)
    return torch.stack(results)
