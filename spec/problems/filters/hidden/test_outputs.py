"""Both functions against their definitions, on random filters."""

import torch

from testkit import check, number, weight
from testkit.probes import filters as probes

# A screen shows 256 levels: a fortieth of one is no difference, and leaves room for a small number added to a divisor.
INVISIBLE = {"rtol": 0.0, "atol": 1e-4}


def draw(rng, *shape, scale=1.0, dtype=torch.float32):
    """Return filters that each have a range and a middle of their own; some lie on one side of zero."""
    spread = torch.rand(shape[0], 1, 1, 1, generator=rng, dtype=torch.float64) * 0.8 + 0.4
    middle = torch.linspace(-2, 2, shape[0], dtype=torch.float64)[torch.randperm(shape[0], generator=rng)]
    values = torch.rand(shape, generator=rng, dtype=torch.float64) * 2 - 1
    return ((values * spread + middle.view(-1, 1, 1, 1)) * scale).to(dtype)


def stretched(filters):
    """Stretch filter by filter."""
    results = []
    for one in filters.double():
        smallest, largest = float(one.min()), float(one.max())
        results.append((one - smallest) / (largest - smallest) if largest > smallest else torch.zeros_like(one))
    return torch.stack(results).to(filters.dtype)


@number("5")
@weight(3)
def test_stretch_of_random_filters(student, rng):
    """contrast_stretch stretches every filter by itself to [0, 1], in float32 and float64."""
    contrast_stretch = student.module("src.filters").contrast_stretch
    for shape, dtype in [((16, 3, 5, 5), torch.float32), ((7, 3, 2, 4), torch.float64), ((64, 3, 11, 11), torch.float32)]:
        filters = draw(rng, *shape, dtype=dtype)
        result = probes.as_tensor(contrast_stretch(filters.clone()))
        check.close(
            result,
            stretched(filters),
            **INVISIBLE,
            what="the result of contrast_stretch",
            hint="Look at the smallest and at the largest value of a few of your filters. Where do they come from?",
        )
        check.that(result.dtype == dtype, "The result of contrast_stretch should have the dtype of the filters.")


@number("6")
@weight(1)
def test_stretch_of_any_channels(student, rng):
    """contrast_stretch works on filters of any number of channels, and one filter alone gives the same as among others."""
    contrast_stretch = student.module("src.filters").contrast_stretch
    for channels in (1, 2, 8):
        filters = draw(rng, 5, channels, 3, 4)
        result = probes.as_tensor(contrast_stretch(filters.clone()))
        check.close(result, stretched(filters), **INVISIBLE, what="the result of contrast_stretch")
        alone = probes.as_tensor(contrast_stretch(filters[2:3].clone()))
        check.close(alone, stretched(filters[2:3]), **INVISIBLE, what="the result of contrast_stretch for one filter")


@number("7")
@weight(1)
def test_stretch_of_small_weights(student, rng):
    """contrast_stretch also stretches filters whose weights are small, as after a training with weight decay."""
    filters = draw(rng, 9, 3, 5, 5, scale=0.02)
    check.close(
        probes.as_tensor(student.module("src.filters").contrast_stretch(filters.clone())),
        stretched(filters),
        rtol=0,
        atol=2e-3,  # half a level of 256; a divisor larger by 1e-5, on ranges of 0.01 and more, stays below
        what="the result of contrast_stretch",
        hint="If it is right for larger weights: is anything added to the divisor?",
    )


@number("8")
@weight(2)
def test_stretch_of_constant_filters(student, rng):
    """contrast_stretch makes zeros of a filter whose values are all equal, and stretches the others as ever."""
    contrast_stretch = student.module("src.filters").contrast_stretch
    hint = "What is the new largest value of a filter whose values are all equal, and what do you divide?"
    for values in ([0.75, 0.0, -1.5], [2.0]):
        filters = draw(rng, 5, 3, 4, 4)
        where = torch.randperm(5, generator=rng)[: len(values)]
        filters[where] = torch.tensor(values).view(-1, 1, 1, 1)
        result = probes.as_tensor(contrast_stretch(filters.clone()))
        check.shape(result, filters.shape, what="the result of contrast_stretch")
        check.close(result[where], torch.zeros(len(values), 3, 4, 4), **INVISIBLE, what="constant filters, stretched", hint=hint)
        check.close(result, stretched(filters), **INVISIBLE, what="filters among which some are constant, stretched")
    single = probes.as_tensor(contrast_stretch(draw(rng, 3, 1, 1, 1)))
    check.close(single, torch.zeros(3, 1, 1, 1), **INVISIBLE, what="filters of one single weight, stretched", hint=hint)


def laid_out(filters, rows, columns, gap):
    """Lay the filters out pixel by pixel."""
    _, _, height, width = filters.shape
    picture = torch.ones(rows * height + (rows - 1) * gap, columns * width + (columns - 1) * gap, 3, dtype=filters.dtype)
    for y in range(picture.shape[0]):
        for x in range(picture.shape[1]):
            (row, inner_y), (column, inner_x) = divmod(y, height + gap), divmod(x, width + gap)
            if inner_y < height and inner_x < width:
                picture[y, x] = filters[row * columns + column, :, inner_y, inner_x]
    return picture


def judge_grid(student, rng, cases, hint):
    """Compare filter_grid on pictures that do not reach 0 or 1, so that white is the lines' alone."""
    filter_grid = student.module("src.filters").filter_grid
    for (height, width), rows, columns, gap in cases:
        filters = torch.rand(rows * columns, 3, height, width, generator=rng) * 0.6 + 0.2
        picture = probes.as_tensor(filter_grid(filters.clone(), rows, columns, gap))
        check.close(picture, laid_out(filters, rows, columns, gap), **INVISIBLE, what="the picture of filter_grid", hint=hint)


@number("9")
@weight(3)
def test_grid_without_lines(student, rng):
    """filter_grid puts every pixel of every filter in its place, row by row, where gap is 0."""
    cases = [((3, 3), 3, 3, 0), ((3, 3), 2, 4, 0), ((2, 4), 4, 2, 0), ((5, 3), 3, 5, 0)]
    judge_grid(student, rng, cases, "Follow one pixel: which filter, channel, row and column is it, and where should it be?")


@number("10")
@weight(3)
def test_grid_with_lines(student, rng):
    """filter_grid draws white lines of the given width between the filters."""
    cases = [((3, 3), 3, 3, 1), ((4, 2), 2, 3, 2), ((2, 3), 3, 2, 3)]
    judge_grid(student, rng, cases, "If the picture is right without lines: where are lines, how wide, and of which colour?")


@number("11")
@weight(1)
def test_grid_of_one_row(student, rng):
    """filter_grid is right for a single row, a single column and a single filter."""
    cases = [((3, 2), 1, 5, 1), ((3, 2), 5, 1, 1), ((2, 3), 1, 1, 2)]
    judge_grid(student, rng, cases, "If larger grids are right: how many lines lie between the filters here?")


@number("12")
@weight(2)
def test_grid_of_a_first_layer(student, rng):
    """filter_grid shows 64 filters of 11 x 11 as 4 rows of 16, with lines one pixel wide where gap is left out."""
    filters = torch.rand(64, 3, 11, 11, generator=rng) * 0.6 + 0.2
    picture = probes.as_tensor(student.module("src.filters").filter_grid(filters.clone(), 4, 16))
    check.close(picture, laid_out(filters, 4, 16, 1), **INVISIBLE, what="the picture of 64 filters")
