"""Divide a problem's points among its tests by weight, exactly."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from scripts.coursespec.model import Problem
from scripts.coursespec.selection import is_matched
from scripts.coursespec.settings import Entry
from scripts.coursespec.testcases import TestCase

# Where the weights give no short decimals, points are multiples of a half or, where that is too coarse, of a quarter, an eighth and
# so on: people can plan with them, and sums of binary fractions are exact on any platform.
STEPS = [Fraction(1, 2**power) for power in range(1, 7)]
MAX_DEVIATION = Fraction(1, 5)  # of a test's points from its exact share, at which a step is too coarse
DECIMALS = Fraction(1, 10_000)  # the shortest decimals that are kept


def share(total: float, weights: Sequence[float]) -> list[float]:
    """Divide ``total`` in proportion to ``weights`` so that the sum is exact, by largest remainder."""
    whole = sum(Fraction(str(weight)) for weight in weights)
    exact = [Fraction(str(total)) * Fraction(str(weight)) / whole for weight in weights]
    if all(part % DECIMALS == 0 for part in exact):
        return [float(part) for part in exact]
    for step in STEPS:
        parts = _round(exact, step) if Fraction(str(total)) % step == 0 else None
        if parts and (
            step == STEPS[-1]
            or all(abs(part - one) <= MAX_DEVIATION * one for part, one in zip(parts, exact, strict=True))
        ):
            return [float(part) for part in parts]
    return [float(part) for part in _round(exact, DECIMALS) or exact]


def points_by_test(problem: Problem, entry: Entry) -> dict[str, float]:
    """Return the points of every test of ``problem``, by id, in an assignment that gives it ``entry``'s points."""
    points: dict[str, float] = {}
    on_cpu = _suite(problem, entry, gpu=False)
    shares = [(one.points, [test for test in on_cpu if is_matched(test.id, one.tests)]) for one in entry.shares]
    for total, tests in [*(shares or [(entry.points, on_cpu)]), (entry.gpu_points, _suite(problem, entry, gpu=True))]:
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


def _suite(problem: Problem, entry: Entry, *, gpu: bool) -> list[TestCase]:
    return [test for test in problem.tests if (test.file in entry.gpu_suites) == gpu]
