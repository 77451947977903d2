"""The worked examples of the hand-out."""

import torch

from testkit import check, number, weight
from testkit.probes import filters as probes


@number("1")
@weight(1)
def test_worked_stretch(student):
    """contrast_stretch gives the three filters of the hand-out's worked example."""
    filters = torch.tensor(
        [
            [[[-2.0, 0.0]], [[1.0, 2.0]], [[0.0, -1.0]]],
            [[[0.5, 0.5]], [[0.5, 0.5]], [[0.5, 0.5]]],
            [[[3.0, 5.0]], [[4.0, 4.0]], [[7.0, 3.0]]],
        ]
    )
    expected = torch.tensor(
        [
            [[[0.0, 0.5]], [[0.75, 1.0]], [[0.5, 0.25]]],
            [[[0.0, 0.0]], [[0.0, 0.0]], [[0.0, 0.0]]],
            [[[0.0, 0.5]], [[0.25, 0.25]], [[1.0, 0.0]]],
        ]
    )
    check.close(
        probes.as_tensor(student.module("src.filters").contrast_stretch(filters.clone())),
        expected,
        what="the result of contrast_stretch",
        hint="Find the smallest value of each filter by itself, over its three channels, and subtract it. What is the largest now?",
    )


@number("2")
@weight(1)
def test_worked_grid(student):
    """filter_grid gives the picture of the hand-out's worked example: six filters in two rows of three."""
    shade = torch.arange(6.0).view(6, 1, 1, 1) / 10
    filters = torch.cat([shade, shade, shade + 0.4], dim=1).expand(6, 3, 2, 3)
    picture = probes.as_tensor(student.module("src.filters").filter_grid(filters.clone(), rows=2, columns=3))
    check.shape(picture, (5, 11, 3), what="the picture")
    hint = "The filters fill the first row from left to right, then the second; a white line of one pixel is between neighbours."
    red = [
        [0.0, 0.0, 0.0, 1.0, 0.1, 0.1, 0.1, 1.0, 0.2, 0.2, 0.2],
        [0.0, 0.0, 0.0, 1.0, 0.1, 0.1, 0.1, 1.0, 0.2, 0.2, 0.2],
        [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
        [0.3, 0.3, 0.3, 1.0, 0.4, 0.4, 0.4, 1.0, 0.5, 0.5, 0.5],
        [0.3, 0.3, 0.3, 1.0, 0.4, 0.4, 0.4, 1.0, 0.5, 0.5, 0.5],
    ]
    blue = torch.tensor(red)
    blue = torch.where(blue < 1, blue + 0.4, blue)
    check.close(picture[..., 0], torch.tensor(red), what="the red channel of the picture", hint=hint)
    check.close(picture[..., 2], blue, what="the blue channel of the picture", hint=hint)
