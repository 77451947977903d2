"""This is the result when the filters fill the first column, then the second. The hand-out fills rows first."""

FAILS = [
    "public/test_filters.py::test_worked_grid",
    "hidden/test_outputs.py::test_grid_with*",
    "hidden/test_outputs.py::test_grid_of_a_first_layer",
]


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1) -> Tensor:
    if filters.ndim != 4 or filters.shape[1] != 3 or len(filters) != rows * columns:
        raise ValueError("The filters do not fit.")
    _, _, height, width = filters.shape
    picture = filters.new_ones(rows * (height + gap) - gap, columns * (width + gap) - gap, 3)
    for index, colours in enumerate(filters.detach().permute(0, 2, 3, 1)):
        column, row = divmod(index, rows)
        top, left = row * (height + gap), column * (width + gap)
        picture[top : top + height, left : left + width] = colours
    return picture
