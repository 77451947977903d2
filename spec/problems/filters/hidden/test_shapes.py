"""The sizes of what comes back."""

import torch

from testkit import check, number, weight
from testkit.probes import filters as probes


@number("3")
@weight(1)
def test_stretch_keeps_the_shape(student, rng):
    """contrast_stretch returns filters of the shape that it gets, whatever their number, channels and size."""
    contrast_stretch = student.module("src.filters").contrast_stretch
    for shape in [(64, 3, 11, 11), (6, 3, 5, 5), (1, 3, 3, 3), (5, 1, 4, 2), (2, 16, 1, 3)]:
        filters = torch.randn(shape, generator=rng)
        check.shape(probes.as_tensor(contrast_stretch(filters.clone())), shape, what="the result of contrast_stretch")


@number("4")
@weight(2)
def test_grid_size(student, rng):
    """filter_grid returns one picture, channels last, with room for the lines between filters and for no others."""
    filter_grid = student.module("src.filters").filter_grid
    hint = "Between n neighbours there are n - 1 lines. Which axis does imshow expect to be the colours?"
    for (height, width), rows, columns, gap in [((11, 11), 4, 16, 1), ((5, 5), 2, 3, 2), ((4, 6), 3, 2, 3), ((2, 3), 1, 4, 0)]:
        filters = torch.rand(rows * columns, 3, height, width, generator=rng)
        size = (rows * height + (rows - 1) * gap, columns * width + (columns - 1) * gap, 3)
        picture = probes.as_tensor(filter_grid(filters.clone(), rows, columns, gap))
        check.shape(picture, size, what="the picture of filter_grid", hint=hint)
