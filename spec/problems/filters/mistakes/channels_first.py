"""This is the result when the channels are the first axis of the picture. imshow expects them last."""

FAILS = [
    "public/test_filters.py::test_worked_grid",
    "hidden/test_outputs.py::test_grid_*",
    "hidden/test_shapes.py::test_grid_size",
    "hidden/test_behaviour.py::test_grid_leaves_filters_alone",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    return right(filters, rows, columns, gap).permute(2, 0, 1)
