"""A class list is read whatever its headers' language and its separators, and people are matched, never guessed."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import msgspec
import pytest

from scripts.classroom.intake import take_export
from scripts.classroom.record.record import Record
from scripts.classroom.sources.list_times import parse_date, read_times
from scripts.classroom.sources.matching import Matcher
from scripts.classroom.sources.model import Person
from scripts.classroom.sources.readers import open_export
from scripts.classroom.sources.roster import read_people, read_table
from scripts.errors import SpecError
from tests.classroom import exports
from tests.classroom.classes import manifest

CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,Lab 01 (150834),Final Score
,,,,,Manual Posting,
    Points Possible,,,,,10.00,(read only)
"Doe, Jane",1234,S1,jdoe,A,,90
"Student, Test",1235,,f00,A,,
"""
MOODLE_ID = "ID,Vollständiger Name,Zuletzt geändert (Bewertung)\nTeilnehmer/in9,Jane Doe,-\n"
MOODLE_DE = (
    "\ufeffIdentifikator;Vollständiger Name;E-Mail-Adresse;Status\r\nTeilnehmer/in9;Jane Doe;jane@example.edu;-\r\n"
)


@pytest.mark.parametrize(
    ("data", "person"),
    [
        (CANVAS.encode(), Person("Jane Doe", sid="S1", login="jdoe", platform_id="canvas:1234")),
        (MOODLE_DE.encode(), Person("Jane Doe", "jane@example.edu", platform_id="moodle:9")),
        (MOODLE_ID.encode(), Person("Jane Doe", platform_id="moodle:9")),
        (MOODLE_DE[1:].encode("utf-16"), Person("Jane Doe", "jane@example.edu", platform_id="moodle:9")),
        (b"OrgDefinedId,Username,HW1,End-of-Line Indicator\n#123,#jd,,#\n", Person(sid="123", login="jd")),
        (b"First Name,Last Name,SID,Email\nJane,Doe,7,j@x.edu\n", Person("Jane Doe", "j@x.edu", "7")),
        (b"Name,SID,Email\nJane,7\n", Person("Jane", sid="7")),  # a row that ends early
        (b"sep=;\r\nName;SID\r\nJane Doe;7\r\n", Person("Jane Doe", sid="7")),
        (b"ID,Name\ns9,Jane Doe\n", Person("Jane Doe", sid="s9")),  # not Moodle's participant 9
        (b"ID,Name\n1234,Jane Doe\n", Person("Jane Doe", sid="1234")),  # not Canvas's user 1234
        (b"ID,SID,Name\n1,S7,Jane Doe\n", Person("Jane Doe", sid="S7")),
        (
            b'"identifier","github_username","github_id","name"\n"j@x.edu","janedoe","1","Jane"\n',
            Person("Jane", sid="j@x.edu", github="janedoe"),
        ),
    ],
)
def test_reads_lists_of_platforms(tmp_path: Path, data: bytes, person: Person) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    assert read_roster(path) == [person]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a,b\n1,2\n", "line 1: no column says who the people are"),
        (b"", "line 1: no column says who the people are"),
        (b"Name\n\xff\n", "is not UTF-8 text"),
        (b'Name,SID\nBo,1\n"Ada,2\nCy,3\nDi,4\n', "line 3: is not CSV that can be read"),  # Cy and Di would be gone
        (b'Name,SID\n"Ada,2\n"Bo",3\n', "line 2: is not CSV that can be read"),
        (b"PK\x03\x04", "is a zip; ROSTER is the class list"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "roster.csv"
    path.write_bytes(data)
    with pytest.raises(SpecError, match=words):
        read_roster(path)


def test_workbook_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "list.xlsx").write_bytes(b"PK\x03\x04")
    with pytest.raises(SpecError, match="is a workbook; save it as CSV"):
        read_table(tmp_path / "list.xlsx")


def read_roster(path: Path) -> list[Person]:
    return read_people(read_table(path), path)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Thursday, 1 October 2026, 9:05 PM", datetime(2026, 10, 1, 21, 5)),
        ("Thursday, 1 October 2026, 12:05 AM", datetime(2026, 10, 1, 0, 5)),
        ("Donnerstag, 1. Oktober 2026, 21:05", datetime(2026, 10, 1, 21, 5)),
        ("jeudi 1 octobre 2026, 21:05", datetime(2026, 10, 1, 21, 5)),
        ("lundi 1 juin 2026, 21:05", datetime(2026, 6, 1, 21, 5)),
        ("miércoles, 1 de julio de 2026, 21:05", datetime(2026, 7, 1, 21, 5)),
        ("1/10/26, 21:05", None),  # which of the two is the month, nobody can tell
        ("31 February 2026, 1:00 PM", None),
    ],
)
def test_dates_of_moodle(text: str, time: datetime | None) -> None:
    assert parse_date(text) == time


def test_times_come_from_the_worksheet() -> None:
    header = ["Identifier", "Full name", "Last modified (submission)"]
    rows = [header, ["Participant 9", "Jane", "Thursday, 1 October 2026, 9:05 PM"], ["Participant 10", "Bo", "-"],
            ["Participant 11", "Cy", "yesterday"]]  # fmt: skip
    assert read_times(rows) == ({"moodle:9": datetime(2026, 10, 1, 21, 5)}, 1)
    assert read_times([[*row[1:], row[0]] for row in rows]) == read_times(rows)  # moved in a spreadsheet
    assert read_times([["Name", "Email"], ["Jane", "x"]]) == ({}, 0)


ROSTER = [
    Person("Jane Doe", "jane@example.edu", "S1", "jdoe", "canvas:9"),
    Person("Jane Doe", "jd2@example.edu", "S2", "jdoe2"),
    Person("Zoë Van Dyk", "zoe@example.edu", "S3", "zoe", github="zoe-vd"),
]


@pytest.mark.parametrize(
    ("person", "found"),
    [
        (Person("J. D.", "JANE@example.edu"), 0),
        (Person("somebody", sid="S2"), 1),
        (Person("zoe van  dyk"), 2),
        (Person("vandykzoe"), 2),  # as Canvas names files
        (Person("ZOE"), 2),  # a folder named as the login
        (Person(github="zoe-vd"), 2),
        (Person("jdoe2"), 1),
        (Person("Doe Jane", sid="S1"), 0),
    ],
)
def test_keys_and_names_match(person: Person, found: int) -> None:
    assert Matcher(ROSTER).find(person) == found


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (Person("Jane Doe"), "the name fits 2 people"),
        (Person("Nobody Known"), "nobody in the roster"),
        (Person("Zoë Van Dyk", sid="S9"), "nobody in the roster"),  # the number says that it is another one
        (Person(platform_id="moodle:9"), "nobody in the roster"),  # Moodle's 9 is not Canvas's
    ],
)
def test_doubt_is_listed_not_guessed(person: Person, words: str) -> None:
    found = Matcher(ROSTER).find(person)
    assert isinstance(found, str) and words in found


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (Person("7"), "nobody in the roster"),  # Ada's number and Bo's login
        (Person(email="ta@example.edu"), "2 people in the roster have the address"),
    ],
)
def test_shared_keys_are_nobodys(person: Person, words: str) -> None:
    found = Matcher([Person("Ada", "ta@example.edu", sid="7"), Person("Bo", "TA@example.edu", login="7")]).find(person)
    assert isinstance(found, str) and words in found


def test_github_grades_have_times(tmp_path: Path) -> None:
    """GitHub Classroom's file of grades says when the last push came, by GitHub's clock; it is a class list too."""
    path = tmp_path / "grades.csv"
    path.write_text(
        "assignment_name,github_username,roster_identifier,student_repository_name,submission_timestamp,points_awarded\n"
        "hw1,JaneDoe,j@x.edu,hw1-JaneDoe,2026-10-02T00:30:00Z,1\nhw1,bo-lee,b@x.edu,hw1-bo-lee,,\n"
        "hw1,cy,c@x.edu,hw1-cy,yesterday,0\nhw1,ed,e@x.edu,hw1-ed,2026-02-30T10:00:00Z,0\n"
        "hw1,di,d@x.edu,hw1-di,2026-10-01 20:00:00 UTC,0\n"
    )
    rows = read_table(path)
    assert read_times(rows) == (
        {
            "github:janedoe": datetime(2026, 10, 2, 0, 30, tzinfo=timezone.utc),
            "github:di": datetime(2026, 10, 1, 20, tzinfo=timezone.utc),
        },
        2,
    )
    assert read_people(rows, path)[0] == Person(sid="j@x.edu", github="JaneDoe")


def test_github_hand_ins_get_times(tmp_path: Path) -> None:
    """The person's own time, whatever the case of the name; without the file, a sentence says where times are."""
    container, export = open_export(exports.write_folder(tmp_path / "clones", exports.GITHUB))
    late = datetime(2026, 10, 2, tzinfo=timezone.utc)
    for times, count in (({"github:janedoe": late}, 1), ({}, 0)):
        with Record(tmp_path / f"class-{count}") as record:
            found = take_export(record, container, export, manifest(), times=times)
            stored = [one.at for hand_ins in record.hand_ins().values() for one in hand_ins]
            assert stored.count(late) == count and len(stored) == 2
            assert any("Download grades" in one for one in found.remarks) == (not times)


def test_late_policy_needs_a_due_date(tmp_path: Path) -> None:
    container, export = open_export(exports.write_folder(tmp_path / "class", exports.GRADESCOPE))
    undue = msgspec.structs.replace(manifest(), due=None)
    with Record(tmp_path / "record") as record:
        assert "has a late policy and no due date" in take_export(record, container, export, undue).remarks[-1]
        assert not any("due date" in one for one in take_export(record, container, export, manifest()).remarks)
