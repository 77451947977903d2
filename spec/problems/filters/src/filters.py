"""Pictures of the filters of a convolutional layer: contrast stretching, and one large picture of all of them."""

from __future__ import annotations

from torch import Tensor


def contrast_stretch(filters: Tensor) -> Tensor:
    """Stretch the values of each filter by itself to [0, 1].

    From all values of a filter, in all its channels, its smallest value is subtracted; then they are divided by the
    new largest value. A filter whose values are all equal becomes zeros.

    Args:
        filters: weights of shape (K, C, h, w), float32 or float64, such as the ``weight`` of an nn.Conv2d. They do not
            change.

    Returns:
        The stretched filters, of the shape and dtype of ``filters``, detached from any graph.
    """
    # BEGIN SOLUTION
    flat = filters.detach().flatten(start_dim=1)
    flat = flat - flat.amin(dim=1, keepdim=True)
    largest = flat.amax(dim=1, keepdim=True)
    return (flat / largest.where(largest > 0, 1)).view_as(filters)
    # END SOLUTION


def filter_grid(filters: Tensor, rows: int, columns: int, gap: int = 1) -> Tensor:
    """Draw all filters into one picture, row by row: the first ``columns`` filters are the first row.

    Args:
        filters: one colour picture each, of shape (K, 3, h, w), with values in [0, 1]. They do not change.
        rows: filters in a column.
        columns: filters in a row.
        gap: width in pixels of the white lines between neighbours; no line runs around the whole.

    Returns:
        A picture of shape (rows * h + (rows - 1) * gap, columns * w + (columns - 1) * gap, 3): channels last, as
        matplotlib's ``imshow`` expects it.

    Raises:
        ValueError: ``filters`` does not have the shape (K, 3, h, w), or K is not ``rows * columns``.
    """
    # BEGIN SOLUTION
    if filters.ndim != 4 or filters.shape[1] != 3:
        raise ValueError(f"filters should have the shape (K, 3, h, w), not {tuple(filters.shape)}.")
    count, _, height, width = filters.shape
    if count != rows * columns:
        raise ValueError(f"{count} filters do not fill {rows} rows of {columns}.")
    picture = filters.new_ones(rows * (height + gap) - gap, columns * (width + gap) - gap, 3)
    for index, colours in enumerate(filters.detach().permute(0, 2, 3, 1)):
        row, column = divmod(index, columns)
        top, left = row * (height + gap), column * (width + gap)
        picture[top : top + height, left : left + width] = colours
    return picture
    # END SOLUTION
