"""Divide a problem's points among its tests by weight, exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from scripts.coursespec.model import Problem
from scripts.coursespec.settings import Entry
from scripts.coursespec.testcases import TestCase

# Points are multiples of a half or, where that is too coarse, of a quarter, an eighth, ...: people can plan with them, and sums of
# binary fractions are exact in any order, on any platform.
STEPS = [Fraction(1, 2**power) for power in range(1, 7)]
MAX_DEVIATION = Fraction(1, 5)  # of a test's points from its exact share, at which a step is too coarse
DECIMALS = Fraction(1, 10_000)  # for totals that are no multiple of any step


def share(total: float, weights: Sequence[float]) -> list[float]:
    """Divide ``total`` in proportion to ``weights`` so that the sum is exact, by largest remainder."""
    whole = sum(Fraction(weight) for weight in weights)
    exact = [Fraction(total) * Fraction(weight) / whole for weight in weights]
    for step in STEPS:
        parts = _round(exact, step) if Fraction(total) % step == 0 else None
        if parts and (
            step == STEPS[-1]
            or all(abs(part - one) <= MAX_DEVIATION * one for part, one in zip(parts, exact, strict=True))
        ):
            return [float(part) for part in parts]
    decimals = [float(part) for part in _round(exact, DECIMALS) or exact]
    return _fit(decimals, round(total, 4))


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


def _round(exact: Sequence[Fraction], step: Fraction) -> list[Fraction] | None:
    """Return multiples of ``step`` with the same sum, each at least one step; None where there are not enough of them."""
    units = round(sum(exact) / step)
    given = [max(1, math.floor(part / step)) for part in exact]
    if not units:
        return [Fraction(0)] * len(exact)
    if sum(given) > units:
        return None
    largest = sorted(range(len(exact)), key=lambda index: (given[index] - exact[index] / step, index))
    for index in largest[: units - sum(given)]:
        given[index] += 1
    return [count * step for count in given]


def _fit(parts: list[float], total: float) -> list[float]:
    """Change the last part by no more than rounding, so that adding the parts up in order gives ``total`` to the last digit."""
    before = 0.0
    for part in parts[:-1]:
        before += part
    last = total - before
    for candidate in (last, math.nextafter(last, math.inf), math.nextafter(last, 0.0)):
        if before + candidate == total:
            return [*parts[:-1], candidate]
    return parts


def _suite(problem: Problem, entry: Entry, *, gpu: bool) -> list[TestCase]:
    return [test for test in problem.tests if (test.file in entry.gpu_suites) == gpu]
