"""A problem's points are divided among its tests by weight, and add up exactly."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.coursespec.loader import load_assignment
from scripts.coursespec.points import MAX_DEVIATION, points_by_test, share
from tests.tiny import course_in

WEIGHTS = st.lists(st.integers(1, 40), min_size=1, max_size=40)


@given(st.integers(4000, 4_000_000), WEIGHTS)
def test_points_add_up(units: int, weights: list[int]) -> None:
    """Any total of four decimals is the sum of its tests' points, and no test is far from its share."""
    points = share(units / 10_000, weights)
    assert sum(Fraction(str(point)) for point in points) == Fraction(units, 10_000)
    for point, weight in zip(points, weights, strict=True):
        exact = Fraction(units, 10_000) * weight / sum(weights)
        assert point > 0 and abs(Fraction(point) - exact) <= max(MAX_DEVIATION * exact, Fraction(1, 64))


@given(st.integers(1, 200), WEIGHTS)
def test_more_weight_never_gives_less(total: int, weights: list[int]) -> None:
    ranked = sorted(zip(weights, share(total, weights), strict=True))
    assert all(lighter[1] <= heavier[1] + 1 / 2 for lighter, heavier in pairwise(ranked))


@pytest.mark.parametrize(
    ("total", "weights", "points"),
    [
        (10, [1, 2, 3], [1.5, 3.5, 5.0]),
        (12, [1] * 24, [0.5] * 24),
        (1, [2, 2, 2, 1.5, 2.5], [0.2, 0.2, 0.2, 0.15, 0.25]),
        (1, [1] * 8, [0.125] * 8),
        (0, [1, 2], [0, 0]),
        (2.5, [7], [2.5]),
    ],
)
def test_points_are_round_numbers(total: float, weights: list[float], points: list[float]) -> None:
    assert share(total, weights) == points


def test_suites_of_devices_share_apart(spec: Path) -> None:
    """The tests that need a GPU divide its points, and all others the problem's."""
    assignment = load_assignment("tiny", course_in(spec))
    problem = next(one for one in assignment.problems if assignment.entries[one.name].gpu_suites)
    entry = assignment.entries[problem.name]
    points = points_by_test(problem, entry)
    needs_gpu = {test.id for test in problem.tests if test.file in entry.gpu_suites}
    assert needs_gpu and entry.gpu_points and points.keys() == {test.id for test in problem.tests}
    assert sum(points[id] for id in needs_gpu) == entry.gpu_points
    assert sum(points[id] for id in points.keys() - needs_gpu) == entry.points
