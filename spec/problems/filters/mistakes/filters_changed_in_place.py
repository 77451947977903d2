"""This is the result when the filters are changed where they are drawn: the caller's tensor is not yours to write into."""

FAILS = [
    "hidden/test_behaviour.py::test_grid_leaves_filters_alone",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    picture = right(filters, rows, columns, gap)
    filters.data.mul_(255)
    return picture
