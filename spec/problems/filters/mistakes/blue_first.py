"""This is the result when the channels are in the order blue, green, red."""

FAILS = [
    "public/test_filters.py::test_worked_grid",
    "hidden/test_outputs.py::test_grid_*",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    return right(filters, rows, columns, gap).flip(2)
