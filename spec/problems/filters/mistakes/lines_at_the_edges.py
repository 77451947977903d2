"""This is the result when lines also run around the whole picture."""

FAILS = [
    "public/test_filters.py::test_worked_grid",
    "hidden/test_outputs.py::test_grid_with_lines",
    "hidden/test_outputs.py::test_grid_of_*",
    "hidden/test_shapes.py::test_grid_size",
    "hidden/test_behaviour.py::test_grid_leaves_filters_alone",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    inner = right(filters, rows, columns, gap)
    picture = inner.new_ones(inner.shape[0] + 2 * gap, inner.shape[1] + 2 * gap, 3)
    picture[gap : gap + inner.shape[0], gap : gap + inner.shape[1]] = inner
    return picture
