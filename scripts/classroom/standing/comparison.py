"""Two builds' grades side by side: who gains or loses what, and by which test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scripts.classroom.standing.grades import Grades, Standing

ROUNDING = 1e-6  # points that are no difference


@dataclass(frozen=True)
class TestDifference:
    """A test that gives a person other points; None where the build does not have it."""

    __test__ = False

    number: str
    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Difference:
    """A person's grade under two builds."""

    before: Standing
    after: Standing
    tests: tuple[TestDifference, ...]

    @property
    def gained(self) -> float:
        """Points that the person gains; negative where they are lost."""
        return round((self.after.total or 0.0) - (self.before.total or 0.0), 6)

    @property
    def changes_total(self) -> bool:
        """Whether the total differs."""
        return abs(self.gained) > ROUNDING

    @property
    def is_any(self) -> bool:
        """Whether anything differs."""
        return bool(self.tests) or self.changes_total or self.before.state != self.after.state


def compare(before: Grades, after: Grades) -> Iterator[Difference]:
    """Give everybody whose grade, points of a test or state differs."""
    for one, other in zip(before, after, strict=True):
        difference = Difference(one, other, tuple(_compare_tests(one, other)))
        if difference.is_any:
            yield difference


def summarize(differences: Sequence[Difference]) -> str:
    """Say how many people get another total, and of how many more something else differs."""
    totals = sum(one.changes_total for one in differences)
    others = len(differences) - totals
    words = "1 person gets another total" if totals == 1 else f"{totals} people get another total"
    return words + (f"; for {others} more, only tests or the state of the grading differ" if others else "")


def _compare_tests(before: Standing, after: Standing) -> Iterator[TestDifference]:
    if before.grading is None or after.grading is None:
        return  # the state says it, not ninety tests
    old, new = _points(before), _points(after)
    for id in dict.fromkeys([*old, *new]):
        number, name = (new.get(id) or old[id])[:2]
        was, is_now = (old[id][2] if id in old else None), (new[id][2] if id in new else None)
        if was is None or is_now is None or abs(was - is_now) > ROUNDING:
            yield TestDifference(number, name, was, is_now)


def _points(standing: Standing) -> dict[str, tuple[str, str, float]]:
    if standing.grading is None:
        return {}
    return {one.test.id: (one.test.number, one.test.name, one.score) for one in standing.grading.counted}
