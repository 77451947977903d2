"""Divide a problem's points among its tests by weight, exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from scripts.coursespec.model import Problem
from scripts.coursespec.settings import Entry
from scripts.coursespec.testcases import TestCase

UNITS = 10_000  # points have four decimals


def share(total: float, weights: Sequence[float]) -> list[float]:
    """Divide ``total`` in proportion to ``weights``, in steps of 0.0001, by largest remainder, so that the sum is exact."""
    units = round(total * UNITS)
    whole = sum(Fraction(weight) for weight in weights)
    ideal = [units * Fraction(weight) / whole for weight in weights]
    given = [math.floor(part) for part in ideal]
    largest = sorted(range(len(weights)), key=lambda index: (given[index] - ideal[index], index))
    for index in largest[: units - sum(given)]:
        given[index] += 1
    return [part / UNITS for part in given]


def points_by_test(problem: Problem, entry: Entry) -> dict[str, float]:
    """Return the points of every test of ``problem``, by id, in an assignment that gives it ``entry``'s points."""
    points: dict[str, float] = {}
    for total, tests in (
        (entry.points, _suite(problem, entry, gpu=False)),
        (entry.gpu_points, _suite(problem, entry, gpu=True)),
    ):
        if tests:
            points.update(zip((t.id for t in tests), share(total, [t.weight for t in tests]), strict=True))
    return points


def _suite(problem: Problem, entry: Entry, *, gpu: bool) -> list[TestCase]:
    return [test for test in problem.tests if (test.file in entry.gpu_suites) == gpu]
