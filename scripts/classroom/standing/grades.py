"""Everybody's grade, as the record has it now."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import msgspec

from autograder.gradescope.late_policy import compute_lateness, count_late_days, find_zone
from autograder.gradescope.metadata import Metadata
from autograder.model.grading import Grading, Lateness
from autograder.model.manifest import Manifest
from autograder.reports.page import WrittenAnswer
from autograder.reports.stored_grading import merge_gradings
from scripts.classroom.record.record import Known, Record, Result, StoredBuild, StoredHandIn, sort_attempts
from scripts.classroom.sources.matching import Matcher
from scripts.classroom.sources.model import Person
from scripts.classroom.standing.adjustments import Adjusted, adjusted

State = Literal["graded", "refused", "unreadable", "machine", "waiting", "missing", "exempt"]
BEST = "best"
NO_TIME = "The attempt that counts has no time, though another one has; nothing was taken off for lateness."
UNDATED = "{} marks it as late and does not say by how much; nothing was taken off."


@dataclass(frozen=True)
class Standing:
    """Where a person stands.

    Attributes:
        known: who it is.
        state: "waiting" is a hand-in that was not graded yet.
        hand_in: that counts; None where nothing was handed in.
        attempts: how many there are.
        reason: why there is no grading, a sentence.
        grading: of the hand-in, with what lateness takes off.
        written: the written answers as they were marked, where marking has begun.
        by_hand: points that staff gave or took.
        late_days: free ones that were used.
        term_days: how many of them are of the term's budget.
        has_unknown_lateness: whether the platform marks the hand-in as late without a time, and staff changed nothing for that.
        notes: for staff, a sentence each.
    """

    known: Known
    state: State
    hand_in: StoredHandIn | None = None
    attempts: int = 0
    reason: str = ""
    grading: Grading | None = None
    written: Sequence[WrittenAnswer] = ()
    by_hand: float = 0.0
    late_days: int = 0
    term_days: int = 0
    has_unknown_lateness: bool = False
    notes: tuple[str, ...] = ()

    @property
    def lateness(self) -> Lateness:
        """What the late policy takes off."""
        return self.grading.lateness if self.grading is not None else Lateness()

    @property
    def tests(self) -> float | None:
        """Points of the tests, before lateness."""
        return None if self.grading is None else round(sum(outcome.score for outcome in self.grading.counted), 6)

    @property
    def marks(self) -> float:
        """Points of the written answers."""
        return sum(answer.points or 0.0 for answer in self.written)

    @property
    def unmarked(self) -> int:
        """How many written answers are not marked yet."""
        return sum(answer.points is None for answer in self.written)

    @property
    def maximum(self) -> float:
        """The most that tests and, where marking has begun, written answers give; 0 without a grading."""
        return (
            0.0 if self.grading is None else round(self.grading.maximum + sum(one.maximum for one in self.written), 6)
        )

    @property
    def total(self) -> float | None:
        """Tests and marks less what lateness takes, and points by hand; at least 0, and None where nothing gives a grade.

        Points by hand are a grade of their own, as for work on paper, unless they only take or a grading is still to come.
        """
        if self.state == "exempt" or (
            self.tests is None and (self.by_hand <= 0 or self.state in ("waiting", "machine"))
        ):
            return None
        earned = (self.tests or 0.0) + self.marks
        return round(max(0.0, earned * (1 - self.lateness.percent / 100) + self.by_hand), 6)


class TermDays:
    """Free late days of a term that earlier assignments gave and used, by person.

    People have other numbers in each assignment of a platform; who cannot be found for certain has used nothing.
    """

    def __init__(self) -> None:
        self._classes: list[tuple[str, Matcher, Sequence[int | None], Sequence[int]]] = []

    def add(
        self, assignment: str, people: Sequence[Person], budgets: Sequence[int | None], used: Sequence[int]
    ) -> None:
        """Add a class of an assignment, after those of what was due before it.

        Args:
            assignment: its name; of several classes of it, the first counts in which a person is.
            people: of its class.
            budgets: of each of them, as set there; None where it is not.
            used: days of the budget that each of them used there.
        """
        self._classes.append((assignment, Matcher([_without_number(person) for person in people]), budgets, used))

    def left(self, person: Person, budget: int | None) -> int:
        """Return how many days a person has left.

        Args:
            person: of any class.
            budget: as set there; None for what the newest earlier assignment says.
        """
        spent, earlier = 0, None
        counted: set[str] = set()
        for assignment, matcher, budgets, used in self._classes:
            found = matcher.find(_without_number(person))
            if isinstance(found, int) and assignment not in counted:
                counted.add(assignment)
                spent += used[found]
                earlier = earlier if budgets[found] is None else budgets[found]
        budget = earlier if budget is None else budget
        return max(0, (budget or 0) - spent)


def _without_number(person: Person) -> Person:
    return dataclasses.replace(person, platform_id="")


class Grades:
    """Everybody's grades under a build.

    Args:
        record: of the class.
        build: whose results count; None for the one that is applied.
        written: the answers of a person as they were marked, of everybody alike; None where marking has not begun.
        term_days: what the term's earlier assignments left of free late days; None where there were none.
    """

    def __init__(
        self,
        record: Record,
        build: StoredBuild | None = None,
        written: Callable[[int], Sequence[WrittenAnswer]] | None = None,
        term_days: TermDays | None = None,
    ) -> None:
        self._record, self.build = record, build or record.applied_build()
        self._written = written or (lambda person: ())
        self._term_days = term_days or TermDays()
        self._adjusted = adjusted(record)
        self._attempts = all_attempts(record, self._adjusted)
        self._takes_best = record.info("attempt") == BEST

    def __iter__(self) -> Iterator[Standing]:
        """Give everybody in the order of names; a grading is in memory as long as its standing is."""
        for known in self._record.people():
            yield self.of(known)

    def of(self, known: Known) -> Standing:
        """Return a person's standing."""
        change = self._adjusted.get(known.id, Adjusted())
        attempts = self._attempts[known.id]
        if change.is_exempt:
            return Standing(known, "exempt", attempts=len(attempts), notes=tuple(change.reasons))
        if not attempts:
            reason = "Nothing was handed in."
            return Standing(known, "missing", reason=reason, by_hand=change.points, notes=tuple(change.reasons))
        standings = [
            self._grade(known, hand_in, change, len(attempts))
            for hand_in in (attempts if self._takes_best else attempts[-1:])
        ]
        return max(standings, key=lambda one: (one.total is not None, one.total or 0.0))

    def used_term_days(self, known: Known) -> int:
        """Return how many of the term's free late days a person uses here; reads a grading only where somebody is late."""
        due = None if self.build is None else self.build.manifest.due
        is_late = due is not None and any(one.at is not None and one.at > due for one in self._attempts[known.id])
        return self.of(known).term_days if is_late else 0

    def term_budget(self, known: Known) -> int | None:
        """Return a person's free late days of the term as they were set here; None where they were not."""
        return self._adjusted.get(known.id, Adjusted()).term_days

    def _grade(self, known: Known, hand_in: StoredHandIn, change: Adjusted, attempts: int) -> Standing:
        notes = list(change.reasons)
        result = self._find_result(hand_in)
        standing = Standing(known, "waiting", hand_in, attempts, by_hand=change.points, notes=tuple(notes))
        if hand_in.submission is None:
            return dataclasses.replace(standing, state="unreadable", reason=hand_in.problem)
        if result is None or self.build is None:
            return dataclasses.replace(standing, reason="It was not graded yet.")
        if result.grading is None:
            return dataclasses.replace(
                standing, state="refused" if result.status == "refused" else "machine", reason=result.reason
            )
        term_days = self._term_days.left(known.person, change.term_days)
        lateness, used = compute_late(hand_in, change, self.build.manifest, term_days)
        lacks_time = hand_in.at is None and self.build.manifest.late.percent_per_day > 0
        is_undated = lacks_time and hand_in.is_late
        if is_undated:
            notes.append(UNDATED.format(hand_in.platform))
        elif lacks_time and any(one.at is not None for one in self._attempts[known.id]):
            notes.append(NO_TIME)
        grading = msgspec.structs.replace(
            result.grading,
            lateness=lateness,
            submission=hand_in.label,
            author=known.person.name or known.person.describe(),
        )
        return dataclasses.replace(
            standing, state="graded", grading=grading, written=self._written(known.id), late_days=used,
            term_days=max(0, used - change.late_days),
            has_unknown_lateness=is_undated and change.due is None and not change.points,
            notes=(*notes, *([lateness.staff] if lateness.staff else [])),
        )  # fmt: skip

    def _find_result(self, hand_in: StoredHandIn) -> Result | None:
        """Return how the hand-in's grading ended, a run on a GPU merged with the one on a CPU."""
        if hand_in.submission is None or self.build is None:
            return None
        results = self._record.results(hand_in.submission, self.build.id)
        gradings = [result.grading for result in results if result.grading is not None]
        if len(gradings) == 2:  # the devices in the order of their names: the CPU's comes first
            return dataclasses.replace(results[0], grading=merge_gradings(gradings[0], gradings[1]))
        return next((result for result in results if result.grading is not None), results[0] if results else None)


def all_attempts(record: Record, changes: Mapping[int, Adjusted]) -> dict[int, list[StoredHandIn]]:
    """Return everybody's hand-ins and those of whom they work with, by the person's id, the earliest first."""
    own = record.hand_ins()
    found: dict[int, list[StoredHandIn]] = {}
    for known in record.people():
        members = (known.id, *changes.get(known.id, Adjusted()).group)
        everything = {one.id: one for member in members for one in own.get(member, [])}
        found[known.id] = sort_attempts(everything.values())
    return found


def counted_submissions(record: Record) -> dict[int, str]:
    """Return the submission that counts for each person who has one."""
    if record.info("attempt") == BEST:  # which one that is, only the results say
        counted = {standing.known.id: standing.hand_in for standing in Grades(record)}
    else:
        counted = {
            person: attempts[-1] if attempts else None
            for person, attempts in all_attempts(record, adjusted(record)).items()
        }
    return {person: one.submission for person, one in counted.items() if one is not None and one.submission is not None}


def submissions_to_grade(record: Record) -> list[str]:
    """Return the submissions that may count for somebody, each once."""
    start = None if record.info("attempt") == BEST else -1
    may_count = [one for attempts in all_attempts(record, adjusted(record)).values() for one in attempts[start:]]
    return list(dict.fromkeys(one.submission for one in may_count if one.submission is not None))


def compute_late(
    hand_in: StoredHandIn, change: Adjusted, manifest: Manifest, term_days: int = 0
) -> tuple[Lateness, int]:
    """Return what lateness takes off a hand-in, and how many free late days were used before that.

    Args:
        hand_in: that counts.
        change: what staff changed for the person.
        manifest: of the build, for due date and policy.
        term_days: free late days that the person has left of the term's, used after those of the assignment.
    """
    free = change.late_days + term_days
    due = change.due or manifest.due
    plain = compute_lateness(Metadata(hand_in.at, due), manifest.late, due)
    if hand_in.at is None or due is None or plain.percent <= 0 or not free:
        return plain, 0
    zone = find_zone(manifest.late, manifest.due)
    used = min(free, count_late_days(hand_in.at, due, zone))
    later = due.astimezone(zone) + timedelta(days=used)  # keeps the time of day, whatever the clocks do
    rest = compute_lateness(Metadata(hand_in.at, later), manifest.late, later)
    sentence = f"{used} free late day{'s were' if used != 1 else ' was'} used."
    return msgspec.structs.replace(rest, sentence=f"{sentence} {rest.sentence}".strip()), used
