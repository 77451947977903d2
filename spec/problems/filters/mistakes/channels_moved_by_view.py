"""This is the result when view or reshape makes the channels the last axis. It keeps the order of the numbers in memory and
mixes pixels and channels; the axes have to be moved."""

FAILS = [
    "public/test_filters.py::test_worked_grid",
    "hidden/test_outputs.py::test_grid_*",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    if filters.ndim != 4 or filters.shape[1] != 3:
        raise ValueError("The filters do not fit.")
    count, _, height, width = filters.shape
    return right(filters.reshape(count, height, width, 3).permute(0, 3, 1, 2), rows, columns, gap)
