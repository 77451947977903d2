"""This is the result when a filter of one channel is drawn as a grey picture, and of other filters the first three
channels."""

FAILS = [
    "hidden/test_behaviour.py::test_refuses_other_channels",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1, right=filter_grid) -> Tensor:
    if filters.ndim == 3:
        filters = filters.unsqueeze(1)
    if filters.shape[1] < 3:
        filters = filters[:, :1].expand(-1, 3, -1, -1)
    return right(filters[:, :3], rows, columns, gap)
