"""This is the result when the filters touch each other, whatever gap is."""

FAILS = [
    "public/test_filters.py::test_worked_grid",
    "hidden/test_outputs.py::test_grid_with_lines",
    "hidden/test_outputs.py::test_grid_of_*",
    "hidden/test_shapes.py::test_grid_size",
    "hidden/test_behaviour.py::test_grid_leaves_filters_alone",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    return right(filters, rows, columns, 0)
