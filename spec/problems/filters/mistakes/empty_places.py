"""This is the result when places without a filter stay empty."""

import torch

FAILS = [
    "hidden/test_behaviour.py::test_refuses_too_few_filters",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    missing = rows * columns - len(filters)
    if missing > 0:
        filters = torch.cat([filters, filters.new_ones(missing, *filters.shape[1:])])
    return right(filters, rows, columns, gap)
