"""This is the result when the lines between the filters are black."""

import torch

FAILS = [
    "public/test_filters.py::test_worked_grid",
    "hidden/test_outputs.py::test_grid_with_lines",
    "hidden/test_outputs.py::test_grid_of_*",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1) -> Tensor:
    if filters.ndim != 4 or filters.shape[1] != 3 or len(filters) != rows * columns:
        raise ValueError("The filters do not fit.")
    _, _, height, width = filters.shape
    picture = torch.zeros(rows * (height + gap) - gap, columns * (width + gap) - gap, 3)
    for index, colours in enumerate(filters.detach().permute(0, 2, 3, 1)):
        row, column = divmod(index, columns)
        top, left = row * (height + gap), column * (width + gap)
        picture[top : top + height, left : left + width] = colours
    return picture
