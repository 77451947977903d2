"""This is the result when the lines are one pixel wide, whatever gap is."""

FAILS = [
    "hidden/test_outputs.py::test_grid_with*",
    "hidden/test_shapes.py::test_grid_size",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    return right(filters, rows, columns, 1)
