"""A problem's points are divided among its tests by weight, and add up exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.coursespec.points import MAX_DEVIATION, share

WEIGHTS = st.lists(st.integers(1, 40), min_size=1, max_size=40)


@given(st.integers(160, 25_600), WEIGHTS)
def test_binary_points_add_up(units: int, weights: list[int]) -> None:
    """Totals in steps of 1/64 add up exactly in any order, and no test is far from its share."""
    total = units / 64
    points = share(total, weights)
    assert sum(points) == sum(reversed(points)) == sum(sorted(points)) == total
    whole = sum(weights)
    for point, weight in zip(points, weights, strict=True):
        exact = Fraction(total) * weight / whole
        assert point > 0 and abs(Fraction(point) - exact) <= max(MAX_DEVIATION * exact, Fraction(1, 64))


@given(st.integers(400, 4_000_000), WEIGHTS)
def test_decimal_points_add_up(units: int, weights: list[int]) -> None:
    """Any total of four decimals is the sum of its tests' points in their order."""
    assert sum(share(units / 10_000, weights)) == units / 10_000


@given(st.integers(1, 200), WEIGHTS)
def test_more_weight_never_gives_less(total: int, weights: list[int]) -> None:
    ranked = sorted(zip(weights, share(total, weights), strict=True))
    assert all(lighter[1] <= heavier[1] + 1 / 2 for lighter, heavier in pairwise(ranked))


@pytest.mark.parametrize(
    ("total", "weights", "points"),
    [
        (10, [1, 2, 3], [1.5, 3.5, 5.0]),
        (12, [1] * 24, [0.5] * 24),
        (1, [1] * 8, [0.125] * 8),
        (0, [1, 2], [0, 0]),
        (2.5, [7], [2.5]),
    ],
)
def test_points_are_round_numbers(total: float, weights: list[float], points: list[float]) -> None:
    assert share(total, weights) == points
