"""CSV files of everything that the class page shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from autograder.reports.text import format_points
from scripts.classroom.gradebooks.names import defuse
from scripts.classroom.pages.statistics import Statistics, describe_sandbox
from scripts.classroom.standing.grades import Standing


class Table:
    """A CSV file in the making: UTF-8 with a byte-order mark, by which spreadsheets know it, and no text in it is a formula.

    Args:
        header: its first row.
    """

    def __init__(self, header: Sequence[object]) -> None:
        self._text = io.StringIO(newline="")
        self._writer = csv.writer(self._text)
        self.add([header])

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        """Add rows."""
        self._writer.writerows([_plain(cell) for cell in row] for row in rows)

    def encode(self) -> bytes:
        """Return the file's bytes."""
        return self._text.getvalue().encode("utf-8-sig")


def _plain(cell: object) -> object:
    if isinstance(cell, float):
        return format_points(cell)  # two decimals, as on the pages; gradebooks have what platforms take
    return defuse(cell) if isinstance(cell, str) else cell


PEOPLE_HEADER = (
    "Name", "Email", "SID", "Login", "State", "Total", "Maximum", "Tests", "Written answers", "By hand", "Late percent",
    "Free late days", "Handed in", "Attempts", "Submission", "Sandbox", "Reason", "Notes",
)  # fmt: skip


def person_row(standing: Standing) -> list[object]:
    """Return a person's row under ``PEOPLE_HEADER``."""
    person, hand_in = standing.known.person, standing.hand_in
    marks = standing.marks if standing.written else ""
    return [
        person.name, person.email, person.sid, person.login, standing.state, _or_empty(standing.total), standing.maximum,
        _or_empty(standing.tests), marks, standing.by_hand, standing.lateness.percent, standing.late_days,
        hand_in.at.isoformat() if hand_in is not None and hand_in.at is not None else "", standing.attempts,
        hand_in.label if hand_in is not None else "",
        describe_sandbox(standing.grading) if standing.grading is not None else "", standing.reason, " ".join(standing.notes),
    ]  # fmt: skip


def outcome_rows(standing: Standing) -> list[list[object]]:
    """Return a row for each test of a person's."""
    if standing.grading is None:
        return []
    return [
        [
            standing.known.person.describe(), outcome.test.number, outcome.test.name, outcome.test.problem, outcome.score,
            outcome.test.points, outcome.reason, outcome.hint, outcome.message, outcome.seconds,
        ]
        for outcome in standing.grading.outcomes
    ]  # fmt: skip


OUTCOME_HEADER = ("Person", "Test", "Name", "Problem", "Score", "Points", "Ending", "Hint", "Message", "Seconds")


TEST_HEADER = (
    "Test",
    "Name",
    "Problem",
    "Points",
    "Mean share",
    "Passed",
    "People",
    "Discrimination",
    "Longest seconds",
)


def test_rows(statistics: Statistics) -> list[list[object]]:
    """Return a row for each test."""
    rows: list[list[object]] = []
    for one in statistics.tests.values():
        discrimination = _or_empty(one.discrimination)
        rows.append(
            [
                one.number,
                one.name,
                one.problem,
                one.points,
                one.mean,
                one.passed,
                len(one.scores),
                discrimination,
                one.seconds,
            ]
        )
    return rows


HINT_HEADER = ("Hint", "People", "Who")


def hint_rows(statistics: Statistics, names: Mapping[int, str]) -> list[list[object]]:
    """Return a row for each hint, with who got it; the most frequent first."""
    return [[hint, len(ids), "; ".join(names[id] for id in ids)] for hint, ids in statistics.hints_by_frequency]


def _or_empty(value: float | None) -> object:
    return "" if value is None else value
