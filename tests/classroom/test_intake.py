"""An export's hand-ins come into the record as their people's, with their times, and nobody is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from autograder.model.manifest import LatePolicy, Problem, SubmissionLimits, WeightFile
from scripts.classroom.intake import Intake, take_export, take_roster
from scripts.classroom.record.record import Record
from scripts.classroom.sources.container import open_container
from scripts.classroom.sources.model import Export, HandIn, Person
from tests.classroom import exports
from tests.classroom.classes import manifest

ADA = Person("Ada Abel", "ada@example.edu", "1")
BO = Person("Bo Bianchi", "bo@example.edu", "2")
TIME = datetime(2026, 11, 1, 23, 30)


def take(record: Record, *hand_ins: HandIn, times: Mapping[str, datetime] | None = None) -> Intake:
    """Take hand-ins of one file each."""
    container = open_container(exports.write_zip(record.folder / "export.zip", {"a.py": "x = 1\n"}))
    course = msgspec.structs.replace(manifest(), late=LatePolicy(percent_per_day=10, zone="America/Chicago"))
    return take_export(record, container, Export("Moodle", list(hand_ins)), course, times=times)


def hand_in(label: str, *people: Person, time: datetime | None = TIME) -> HandIn:
    return HandIn(label, people, {"a.py": "a.py"}, time)


def owners(record: Record) -> dict[str, list[str]]:
    """Return the labels of everybody's hand-ins, by name."""
    found = record.hand_ins()
    return {one.person.name: [each.label for each in found[one.id]] for one in record.people() if one.id in found}


def test_stranger_waits_for_the_roster(tmp_path: Path) -> None:
    """Who is in no class list gets nothing until they are; the others of their group do not wait."""
    with Record(tmp_path) as record:
        take_roster(record, [ADA])
        given = (hand_in("one", Person("Bo Bianchi")), hand_in("two", Person("Ada Abel"), Person("Bo Bianchi")))
        found = take(record, *given)
        assert owners(record) == {"Ada Abel": ["two"]} and (found.new, found.groups) == (1, 1)
        assert [label for label, _ in record.unmatched()] == ["one", "two"] and len(found.unmatched) == 2
        take_roster(record, [ADA, BO])
        assert take(record, *given).new == 1
        assert owners(record) == {"Ada Abel": ["two"], "Bo Bianchi": ["two", "one"]} and record.unmatched() == []


def test_roster_closes_the_class(tmp_path: Path) -> None:
    """Whoever handed in before there was a class list and is not in it belongs to the class no more."""
    with Record(tmp_path) as record:
        take(record, hand_in("one", Person("Ada Abel")), hand_in("two", Person("Cy Castro")))
        assert take_roster(record, [ADA]) == 0
        assert take(record, hand_in("three", Person("Cy Castro"))).new == 0
        assert [(one.person.email, one.in_roster) for one in record.people()] == [
            ("ada@example.edu", True),
            ("", False),
        ]


def test_export_completes_people(tmp_path: Path) -> None:
    """What a platform alone knows is kept, its number by which its gradebook is filled; a file's name is no person's."""
    with Record(tmp_path) as record:
        take_roster(record, [Person("", "ada@example.edu")])
        take(record, hand_in("one", Person("abelada", "ADA@example.edu", platform_id="moodle:9")))
        assert [one.person for one in record.people()] == [Person("", "ada@example.edu", platform_id="moodle:9")]


def test_times_are_in_the_course_zone(tmp_path: Path) -> None:
    """Where the platform says none; it is said that they were read so."""
    with Record(tmp_path) as record:
        own = hand_in("two", BO, time=TIME.replace(tzinfo=timezone(timedelta(hours=2))))
        found = take(record, hand_in("one", ADA), own)
        stored = [one.at for hand_ins in record.hand_ins().values() for one in hand_ins]
        assert stored == [TIME.replace(tzinfo=timezone(timedelta(hours=-6))), own.time]
        assert found.remarks == ["Moodle gives times without their zone; they were read as America/Chicago."]


def test_older_export_is_said(tmp_path: Path) -> None:
    """Files of an earlier import that come again without a time may be a student's choice, or staff's mistake."""
    container = open_container(exports.write_zip(tmp_path / "export.zip", {"a.py": "x = 1\n", "b.py": "x = 2\n"}))
    with Record(tmp_path) as record:
        for name, again in (("a.py", 0), ("b.py", 0), ("a.py", 1), ("a.py", 0)):
            given = Export("Moodle", [HandIn("Ada_9", (ADA,), {"a.py": name})])
            found = take_export(record, container, given, manifest(percent=0))
            assert found.again == again and len(found.remarks) == again
        assert len(record.hand_ins()[1]) == 2


@pytest.mark.parametrize("own", [None, datetime(2026, 10, 1, 12, tzinfo=timezone.utc)])
def test_list_fills_missing_times(tmp_path: Path, own: datetime | None) -> None:
    """A group handed in when the last of its members did; what the export itself says comes first."""
    people = [Person(name, platform_id=f"moodle:{number}") for number, name in enumerate(["Ada", "Bo"])]
    last = datetime(2026, 11, 2, 12, tzinfo=timezone.utc)
    with Record(tmp_path) as record:
        times = {"moodle:0": last, "moodle:1": last - timedelta(days=1)}
        assert take(record, hand_in("one", *people, time=own), times=times).remarks == []
        assert {one.at for hand_ins in record.hand_ins().values() for one in hand_ins} == {own or last}


@pytest.mark.parametrize(
    ("weights", "unkept"), [([WeightFile("models/net.pt", "src.net", "Net", max_mb=1.0)], 0), ([], 1)]
)
def test_weights_are_kept_beyond_limit(tmp_path: Path, weights: list[WeightFile], unkept: int) -> None:
    """An assignment that takes weights takes them beyond what code may have."""
    container = open_container(exports.write_zip(tmp_path / "export.zip", {"net.pt": bytes(5 * 2**19)}))
    export = Export("Moodle", [HandIn("one", (ADA,), {"models/net.pt": "net.pt"}, TIME)])
    course = msgspec.structs.replace(
        manifest(),
        submission=SubmissionLimits(max_total_mb=1),
        problems=[Problem("nets", "Nets", 1.0, 0.0, [], weights=weights)],
    )
    with Record(tmp_path) as record:
        assert len(take_export(record, container, export, course).unkept) == unkept
