"""A platform's gradebook gets the record's grades, its feedback zip those pages that changed."""

from __future__ import annotations

import csv
import dataclasses
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from autograder.reports.stored_grading import render_grading
from scripts.classroom.gradebooks.filling import read_back
from scripts.classroom.publishing import Published, publish
from scripts.classroom.record.record import Record, Result
from scripts.classroom.sources.model import HandIn, Person
from scripts.classroom.standing.adjustments import NewChange, add_changes
from scripts.classroom.standing.grades import Grades
from scripts.errors import SpecError
from tests import sample_grading
from tests.classroom.classes import DUE, PEOPLE, grade, make_record

GRADEBOOKS = {
    "canvas": "Student,ID,SIS User ID,SIS Login ID,Section,Lab (1)\n    Points Possible,,,,,{maximum}\n"
    '"Abel, Ada",11,1,ada,A,\n"Bianchi, Bo",12,2,bo,A,\n"Else, Somebody",13,9,else,A,\n',
    "moodle": "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),"
    "Last modified (grade),Feedback comments\nParticipant 5,Ada Abel,ada@example.edu,-,,{maximum},Yes,-,-,\n"
    "Participant 6,Bo Bianchi,bo@example.edu,-,,{maximum},Yes,-,-,\n",
    "brightspace": "OrgDefinedId,Username,Lab Points Grade <Numeric MaxPoints:{maximum}>,End-of-Line Indicator\n"
    "#1,#ada,,#\n#2,#bo,,#\n",
    "blackboard": '"Last Name","First Name","Username","Lab [Total Pts: {maximum} Score] |1702852"\n'
    '"Abel","Ada","ada",""\n"Bianchi","Bo","bo",""\n',
    "gradescope": None,
    "csv": None,
}


def to(record: Record, platform: str, folder: Path) -> Published:
    path = None
    if (text := GRADEBOOKS[platform]) is not None:
        path = folder / f"{platform}.csv"
        path.write_text(text.replace("{maximum}", f"{sample_grading.perfect().maximum:g}"), encoding="utf-8")
    return publish(record, Grades(record), platform, path, "Lab", "staff")


def class_of_two(folder: Path) -> tuple[Record, list[int]]:
    record, build, ids = make_record(folder)
    grade(record, build, ids[0], "a", sample_grading.perfect(), label="Ada Abel_5_assignsubmission_file")
    grade(record, build, ids[1], "b", sample_grading.mixed(), label="Bo Bianchi_6_assignsubmission_file")
    return record, ids


@pytest.mark.parametrize("platform", GRADEBOOKS)
def test_read_back_gives_the_grades(tmp_path: Path, platform: str) -> None:
    record, _ = class_of_two(tmp_path / "class")
    done = to(record, platform, tmp_path)
    scores = sorted(read_back(platform, done.gradebook.read_bytes(), "Lab").values())
    expected = sorted(one.total for one in Grades(record) if one.total is not None)
    assert scores == pytest.approx(expected) and (done.people, done.changed) == (2, 2)


def test_second_time_sends_what_changed(tmp_path: Path) -> None:
    record, ids = class_of_two(tmp_path / "class")
    first = to(record, "moodle", tmp_path)
    assert first.feedback is not None and zipfile.ZipFile(first.feedback).namelist() == [
        "Ada Abel_5_assignfeedback_file/feedback.html",
        "Bo Bianchi_6_assignfeedback_file/feedback.html",
    ]
    again = to(record, "moodle", tmp_path)
    assert again.changed == 0 and again.feedback is None
    add_changes(record, [NewChange(ids[1], "points", "1.0", "typo in the test", "staff")])
    third = to(record, "moodle", tmp_path)
    assert third.changed == 1 and third.feedback is not None
    assert len(zipfile.ZipFile(third.feedback).namelist()) == 1
    assert to(record, "moodle", tmp_path).changed == 0  # since the last time, not since the first
    assert [row["platform"] for row in record.query("select * from publication")] == ["moodle"] * 4
    assert to(record, "csv", tmp_path).changed == 2  # another platform was given nothing yet


def test_people_without_a_grade_are_named(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path / "class", [*PEOPLE, Person("Ed Else", "ed@example.edu")])
    grade(record, build, ids[0], "a", sample_grading.perfect())
    for person, name in ((ids[1], "b"), (ids[2], "c"), (ids[4], "e")):
        grade(record, build, person, name, None)
    record.add_result(Result("c".ljust(32, "0"), "cpu", "refused", "No file.", 0.0, None), build, None)
    done = to(record, "csv", tmp_path)
    assert (done.people, done.waiting) == (1, 2)
    assert done.without == [
        "Bo Bianchi (bo@example.edu): waiting",
        "Cy Castro (cy@example.edu): refused",
        "Di <b>D'Arcy</b> (di@example.edu): missing",
        "Ed Else (ed@example.edu): waiting",
    ]


def test_gradescope_knows_submissions_by_number(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path / "class")
    record.add_hand_in("Gradescope", HandIn("submission_77", (), {}), ids[:1], DUE, ("a".ljust(32, "0"), 1, 1))
    grading = render_grading(sample_grading.perfect())
    record.add_result(Result("a".ljust(32, "0"), "cpu", "graded", "", 1.0, None), build, grading)
    with (to(record, "gradescope", tmp_path).gradebook).open(encoding="utf-8-sig", newline="") as file:
        assert [row["Submission ID"] for row in csv.DictReader(file)] == ["77", "", "", ""]


def test_numbers_of_other_platforms_are_ignored(tmp_path: Path) -> None:
    """Moodle's participant 11 is not Canvas's user 11, and a name of Moodle's folder is none of another platform's."""
    people = [
        dataclasses.replace(PEOPLE[0], platform_id="moodle:12"),
        dataclasses.replace(PEOPLE[1], platform_id="moodle:11"),
    ]
    record, build, ids = make_record(tmp_path / "class", people)
    for person, grading in zip(ids, (sample_grading.perfect(), sample_grading.mixed()), strict=True):
        grade(record, build, person, f"h{person}", grading, label=f"someone_{person}_assignsubmission_file")
    scores = read_back("canvas", to(record, "canvas", tmp_path).gradebook.read_bytes(), "Lab")
    assert scores == {"11": sample_grading.perfect().score, "12": 12.0}
    made = to(record, "csv", tmp_path)
    assert made.feedback is not None
    assert sorted(zipfile.ZipFile(made.feedback).namelist()) == ["Ada Abel/feedback.html", "Bo Bianchi/feedback.html"]


def test_lateness_and_excuse_are_filled(tmp_path: Path) -> None:
    """The student reads in the worksheet what lateness took; Canvas is told who is excused."""
    record, build, ids = make_record(tmp_path / "class")
    grade(record, build, ids[0], "a", sample_grading.perfect(), DUE + timedelta(hours=1))
    add_changes(record, [NewChange(ids[1], "exemption", "", "ill", "staff")])
    assert b"counts as 1 day late. At 10% of the score" in to(record, "moodle", tmp_path).gradebook.read_bytes()
    assert b"bo,A,EX\n" in to(record, "canvas", tmp_path).gradebook.read_bytes()


def test_worksheet_of_another_assignment(tmp_path: Path) -> None:
    """Moodle numbers the people of each assignment anew: a file in which all numbers differ is another one's."""
    people = [dataclasses.replace(person, platform_id=f"moodle:{9000 + n}") for n, person in enumerate(PEOPLE)]
    record, build, ids = make_record(tmp_path / "class", people)
    grade(record, build, ids[0], "a", sample_grading.perfect())
    with pytest.raises(SpecError, match="file of another assignment or course"):
        to(record, "moodle", tmp_path)
    assert not (tmp_path / "class" / "published").exists()


def test_refused_gradebook_leaves_nothing(tmp_path: Path) -> None:
    record, _ = class_of_two(tmp_path / "class")
    path = tmp_path / "grades.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    for gradebook, words in ((path, "Canvas"), (tmp_path / "missing.csv", r"missing\.csv: No such file")):
        with pytest.raises(SpecError, match=words):
            publish(record, Grades(record), "canvas", gradebook, "Lab", "staff")
    assert not (tmp_path / "class" / "published").exists()
    assert record.query("select * from publication") == []


def test_unknown_lateness_is_listed(tmp_path: Path) -> None:
    """Who is late without a time is named before the upload, until staff took points or gave an extension."""
    record, build, ids = make_record(tmp_path / "class")
    for person in ids[:2]:
        grade(record, build, person, f"h{person}", sample_grading.perfect(), None, is_late=True)
    assert to(record, "csv", tmp_path).undated == ["Ada Abel (ada@example.edu)", "Bo Bianchi (bo@example.edu)"]
    add_changes(record, [NewChange(ids[0], "points", "-8.0", "a day late", "staff")])
    assert to(record, "csv", tmp_path).undated == ["Bo Bianchi (bo@example.edu)"]
    add_changes(record, [NewChange(ids[1], "extension", "2026-10-05T22:00:00+00:00", "ill", "staff")])
    assert to(record, "csv", tmp_path).undated == []
