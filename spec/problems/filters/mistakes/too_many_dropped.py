"""This is the result when the filters that do not fit are left out silently."""

FAILS = [
    "hidden/test_behaviour.py::test_refuses_too_many_filters",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    return right(filters[: rows * columns], rows, columns, gap)
