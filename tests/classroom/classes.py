"""Records of small classes whose gradings were made, not run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone
from pathlib import Path

from autograder.model.grading import Grading
from autograder.model.manifest import LatePolicy, Manifest
from autograder.reports.stored_grading import render_grading
from scripts.classroom.record.record import Record, Result
from scripts.classroom.sources.model import HandIn, Person
from tests import sample_grading

DUE = datetime(2026, 10, 1, 22, tzinfo=timezone.utc)
PEOPLE = [
    Person("Ada Abel", "ada@example.edu", "1", "ada"),
    Person("Bo Bianchi", "bo@example.edu", "2", "bo"),
    Person("Cy Castro", "cy@example.edu", "3", "cy"),
    Person("Di <b>D'Arcy</b>", "di@example.edu", "4", "di"),
]


def manifest(build: str = "b" * 16, percent: float = 10.0) -> Manifest:
    """Return the manifest of a build whose tests are the sample gradings'."""
    return Manifest(
        assignment="northwestern", title="Deep learning homework", course="CS 349", term="Fall 2026", problems=[],
        tests=sample_grading.TESTS, mistakes=[], editable=["src/a.py"], packages=[], seed="0" * 32, build=build, kit="1",
        due=DUE, late=LatePolicy(percent_per_day=percent, zone="UTC"),
    )  # fmt: skip


def grade(
    record: Record,
    build: int,
    person: int,
    name: str,
    grading: Grading | None,
    at: datetime | None = DUE,
    **hand_in: object,
) -> None:
    """Add a hand-in of a person's and how it was graded; None for one that waits."""
    digest = name.ljust(32, "0")
    given = HandIn(str(hand_in.pop("label", name)), (), {}, **hand_in)  # type: ignore[arg-type]
    record.submissions.mkdir(exist_ok=True)
    record.path_of(digest).touch()
    record.add_hand_in("Moodle", given, [person], at, (digest, 1, 10))
    if grading is not None:
        result = Result(digest, "cpu", "graded", "", grading.seconds, None)
        record.add_result(result, build, render_grading(grading))


def make_record(
    folder: Path, people: Sequence[Person] = PEOPLE, percent: float = 10.0
) -> tuple[Record, int, list[int]]:
    """Return a record with people and a build, its id and theirs."""
    record = Record(folder)
    record.bind("northwestern")
    ids = record.add_people(people, in_roster=True)
    return record, record.add_build(manifest(percent=percent), "inputs"), ids
