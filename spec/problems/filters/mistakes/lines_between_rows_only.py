"""This is the result when neighbours in a row touch each other, and only rows have lines between them."""

import torch

FAILS = [
    "public/test_filters.py::test_worked_grid",
    "hidden/test_outputs.py::test_grid_with_lines",
    "hidden/test_outputs.py::test_grid_of_*",
    "hidden/test_shapes.py::test_grid_size",
    "hidden/test_behaviour.py::test_grid_leaves_filters_alone",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    strips = [right(part, 1, columns, 0) for part in filters.split(columns)] if len(filters) == rows * columns else []
    if not strips:
        raise ValueError("The filters do not fit.")
    line = strips[0].new_ones(gap, strips[0].shape[1], 3)
    parts = [strips[0]]
    for strip in strips[1:]:
        parts += [line, strip]
    return torch.cat(parts)
