"""What a class's gradings say about its tests: how hard they are, what they tell apart, which misconception is how frequent."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from autograder.model.grading import Grading, Outcome
from scripts.classroom.standing.grades import Standing

BINS = 10  # of the distribution
MIN_PEOPLE = 10  # below which a correlation says nothing
SLOWEST = 10


@dataclass
class TestFigures:
    """One test across the class.

    Attributes:
        number: of the test.
        name: as students read it.
        problem: title of its problem.
        points: the most it gives.
        scores: points by person, in the order in which people were added.
        rests: the person's other points of tests.
        reasons: how it ended, and for how many.
        seconds: the longest it took.
    """

    __test__ = False

    number: str
    name: str
    problem: str
    points: float
    scores: list[float] = field(default_factory=list)
    rests: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def mean(self) -> float:
        """Share of the points that the class reached, in [0, 1]; the lower, the harder."""
        return sum(self.scores) / (self.points * len(self.scores)) if self.points and self.scores else 0.0

    @property
    def passed(self) -> int:
        """How many passed."""
        return self.reasons["passed"]

    @property
    def discrimination(self) -> float | None:
        """Correlation with the rest of the points, in [-1, 1]; None where too few people or no differences are there."""
        return correlation(self.scores, self.rests) if len(self.scores) >= MIN_PEOPLE else None


@dataclass
class Statistics:
    """A class in figures.

    Attributes:
        tests: by the test's id, in the manifest's order.
        totals: points of everybody with a grade.
        shares: the same as shares of the most that could be reached.
        states: how many people are graded, missing and so on.
        hints: hint -> ids of the people who got it.
        noticed: people whose submission has notices to staff, with these.
        late: people of whom lateness took something, with the sentence.
        undated: people whose platform marks them as late without a time.
        sandboxes: people by the sandbox in which they were graded.
        slowest: seconds and people.
        answers: how many written answers are part of the totals, and "unmarked" how many of them nobody marked yet.
    """

    tests: dict[str, TestFigures] = field(default_factory=dict)
    totals: list[float] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)
    hints: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    noticed: dict[int, list[str]] = field(default_factory=dict)
    late: dict[int, str] = field(default_factory=dict)
    undated: list[int] = field(default_factory=list)
    sandboxes: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    slowest: list[tuple[float, int]] = field(default_factory=list)
    answers: int = 0
    unmarked: int = 0

    def add(self, standing: Standing) -> None:
        """Add a person."""
        self.states[standing.state] += 1
        if standing.total is not None:
            self.totals.append(standing.total)
            if standing.maximum:
                self.shares.append(standing.total / standing.maximum)
        if standing.grading is None:
            return
        self.answers += len(standing.written)
        self.unmarked += standing.unmarked
        whole = standing.tests or 0.0
        for outcome in standing.grading.counted:
            self._add_outcome(outcome, whole, standing.grading.problem_titles)
        for hint in dict.fromkeys(outcome.hint for outcome in standing.grading.outcomes if outcome.hint):
            self.hints[hint].append(standing.known.id)
        if standing.grading.staff_notices:
            self.noticed[standing.known.id] = list(standing.grading.staff_notices)
        if standing.lateness.percent or standing.late_days:
            self.late[standing.known.id] = standing.lateness.sentence
        if standing.has_unknown_lateness:
            self.undated.append(standing.known.id)
        self.sandboxes[describe_sandbox(standing.grading)].append(standing.known.id)
        self.slowest = sorted([*self.slowest, (standing.grading.seconds, standing.known.id)], reverse=True)[:SLOWEST]

    def _add_outcome(self, outcome: Outcome, whole: float, titles: dict[str, str]) -> None:
        test = outcome.test
        if test.id not in self.tests:
            title = titles.get(test.problem, test.problem)
            self.tests[test.id] = TestFigures(test.number, test.name, title, test.points)
        figures = self.tests[test.id]
        figures.scores.append(outcome.score)
        figures.rests.append(whole - outcome.score)
        figures.reasons[outcome.reason] += 1
        figures.seconds = max(figures.seconds, outcome.seconds)

    @property
    def hints_by_frequency(self) -> list[tuple[str, list[int]]]:
        """Hints and who got them, the most frequent first."""
        return sorted(self.hints.items(), key=lambda item: (-len(item[1]), item[0]))

    @property
    def sandboxes_by_frequency(self) -> list[tuple[str, list[int]]]:
        """Sandboxes and who was graded in them, the most frequent first; a class should have one."""
        return sorted(self.sandboxes.items(), key=lambda item: (-len(item[1]), item[0]))

    @property
    def problems(self) -> dict[str, float]:
        """Share of the points of each problem that the class reached, by title."""
        reached: dict[str, float] = defaultdict(float)
        possible: dict[str, float] = defaultdict(float)
        for figures in self.tests.values():
            reached[figures.problem] += sum(figures.scores)
            possible[figures.problem] += figures.points * len(figures.scores)
        return {title: reached[title] / possible[title] for title in possible if possible[title]}

    @property
    def distribution(self) -> list[int]:
        """How many people are in each tenth of the points; the last one has full marks in it."""
        bins = [0] * BINS
        for share in self.shares:
            bins[min(BINS - 1, max(0, int(share * BINS)))] += 1
        return bins

    def same_for_all(self) -> tuple[list[TestFigures], list[TestFigures]]:
        """Return the tests that everybody passes and those that nobody passes."""
        tests = [figures for figures in self.tests.values() if figures.scores]
        everybody = [one for one in tests if one.passed == len(one.scores)]
        return everybody, [one for one in tests if one.passed == 0]


def describe_sandbox(grading: Grading) -> str:
    """Return the tier and the layers in which a submission was graded, as its node reported them."""
    return f"{grading.tier} tier ({', '.join(grading.layers) or 'no layer'})"


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return Pearson's correlation of two sequences of the same length; None where one of them does not vary."""
    count = len(one)
    mean, other_mean = sum(one) / count, sum(other) / count
    spread = math.sqrt(sum((value - mean) ** 2 for value in one) * sum((value - other_mean) ** 2 for value in other))
    if spread < 1e-12:
        return None
    return sum((a - mean) * (b - other_mean) for a, b in zip(one, other, strict=True)) / spread
