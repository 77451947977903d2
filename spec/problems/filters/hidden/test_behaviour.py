"""What the functions leave alone, and what they refuse."""

import torch

from testkit import check, controls, number, weight
from testkit.probes import filters as probes


@number("13")
@weight(2)
def test_stretch_leaves_weights_alone(student, rng):
    """contrast_stretch does not change the weights of the layer that it shows."""
    contrast_stretch = student.module("src.filters").contrast_stretch
    for trained in (True, False):
        weights = torch.randn(6, 3, 5, 5, generator=rng).requires_grad_(trained)
        weights.data[1] = 0.25  # a constant filter may be treated separately
        result, changed = controls.call_keeping_inputs(student, rng, contrast_stretch, weights)
        check.shape(probes.as_tensor(result), weights.shape, what="the result of contrast_stretch")
        check.that(
            changed == [],
            "contrast_stretch changes the weights that it is given.",
            hint="A picture must not change the network. -=, /= and names that end in _ write into the caller's tensor.",
        )


@number("14")
@weight(1)
def test_stretch_is_detached(student, rng):
    """contrast_stretch of a layer's weights returns values that belong to no graph."""
    weights = torch.randn(4, 3, 3, 3, generator=rng).requires_grad_()
    result = probes.as_tensor(student.module("src.filters").contrast_stretch(weights))
    check.tensor(result, what="the result of contrast_stretch")
    check.that(
        not result.requires_grad,
        "The result of contrast_stretch should be detached: no graph and no requires_grad.",
        hint="matplotlib cannot draw a tensor that requires a gradient.",
    )


@number("15")
@weight(1)
def test_grid_leaves_filters_alone(student, rng):
    """filter_grid does not change the filters that it draws."""
    filters = torch.rand(6, 3, 2, 3, generator=rng)
    result, changed = controls.call_keeping_inputs(student, rng, student.module("src.filters").filter_grid, filters, 2, 3)
    check.shape(probes.as_tensor(result), (5, 11, 3), what="the picture of filter_grid")
    check.that(changed == [], "filter_grid changes the filters that it is given.")


def refuses(student, rng, cases, hint):
    filter_grid = student.module("src.filters").filter_grid
    for shape, rows, columns in cases:
        what = f"filter_grid of filters of shape {shape} in {rows} rows of {columns}"
        check.raises(ValueError, filter_grid, torch.rand(shape, generator=rng), rows, columns, what=what, hint=hint)


@number("16")
@weight(1)
def test_refuses_too_many_filters(student, rng):
    """filter_grid raises a ValueError where the filters do not all fit."""
    cases = [((7, 3, 2, 2), 2, 3), ((64, 3, 11, 11), 4, 15), ((2, 3, 3, 3), 1, 1)]
    refuses(student, rng, cases, "A filter that is left out silently is missed by nobody who looks at the picture.")


@number("17")
@weight(1)
def test_refuses_too_few_filters(student, rng):
    """filter_grid raises a ValueError where places would stay empty."""
    cases = [((5, 3, 2, 2), 2, 3), ((6, 3, 5, 5), 4, 16), ((3, 3, 2, 2), 2, 2)]
    refuses(student, rng, cases, "An empty place looks like a filter of one colour: do the numbers of rows and columns fit?")


@number("18")
@weight(1)
def test_refuses_other_channels(student, rng):
    """filter_grid raises a ValueError for filters that are no colour pictures."""
    cases = [((6, 1, 2, 2), 2, 3), ((6, 4, 3, 3), 2, 3), ((6, 3, 3), 2, 3), ((6, 2, 2, 3), 2, 3)]
    refuses(student, rng, cases, "Only filters of shape (K, 3, h, w) have a red, a green and a blue channel.")
