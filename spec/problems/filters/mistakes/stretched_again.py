"""This is the result when filter_grid stretches the filters itself. It should draw the values that it is given."""

FAILS = [
    "public/test_filters.py::test_worked_grid",
    "hidden/test_outputs.py::test_grid_*",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    return right(contrast_stretch(filters), rows, columns, gap)
