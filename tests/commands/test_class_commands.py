"""The commands of the class desk as staff type them: what they print, and what they refuse."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.classroom.record.record import Record
from scripts.classroom.standing.grades import Grades
from scripts.coursespec.course import ROOT
from tests import sample_grading
from tests.classroom import exports
from tests.classroom.classes import grade, make_record
from tests.tiny import write_spec


def run(command: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", f"scripts.{command}", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A class of four of whom two were graded."""
    record, build, ids = make_record(tmp_path / "class")
    grade(record, build, ids[0], "a", sample_grading.perfect())
    grade(record, build, ids[1], "b", sample_grading.mixed())
    record.close()
    return tmp_path / "class"


def totals(folder: Path) -> list[float | None]:
    with Record(folder) as record:
        return [standing.total for standing in Grades(record)]


def test_changes_come_from_flags_and_file(folder: Path, tmp_path: Path) -> None:
    run("adjust", "--class", folder, "--who", "BO@example.edu", "--kind", "points", "--value", "2", "--reason", "ill")
    changes = tmp_path / "changes.csv"
    changes.write_text(
        "Who,Kind,Value,Reason,Author\nCy Castro,exemption,,moved away,prof\neverybody,points,1,typo,prof\n",
        encoding="utf-8-sig",
    )
    done = run("adjust", "--class", folder, "--csv", changes)
    assert done.returncode == 0 and done.stdout == "5 changes added; make adjust lists all\n", done
    assert totals(folder) == [81.0, 15.0, None, 1.0]
    again = run("adjust", "--class", folder, "--csv", changes)
    assert again.returncode == 1 and "5 of these changes are in the history already (such as 2)" in again.stderr
    back = run("adjust", "--class", folder, "--take-back", 1, "--reason", "not ill")
    assert back.stdout == "change 1 is taken back\n"
    listed = run("adjust", "--class", folder).stdout
    assert "(taken back) +2 points (ill; " in listed and "takes back 1: +2 points (not ill; " in listed
    assert totals(folder) == [81.0, 13.0, None, 1.0]


def test_wrong_file_changes_nothing(folder: Path, tmp_path: Path) -> None:
    """Every wrong line is named, and none of the file counts."""
    changes = tmp_path / "changes.csv"
    changes.write_text("who,kind,value,reason\nada,points,1,x\nada,points,1,x\n", encoding="utf-8")
    assert "1 of these changes are given twice" in run("adjust", "--class", folder, "--csv", changes).stderr
    changes.write_text("who,kind,value,reason\nada,points,1,x\nnobody,points,1,x\nbo,points,many,x\n", encoding="utf-8")
    done = run("adjust", "--class", folder, "--csv", changes)
    assert done.returncode == 1 and done.stderr.splitlines() == [
        f"error: {changes}, line 3: nobody: nobody in the roster has this name or key.",
        f"error: {changes}, line 4: points 'many': should be a number of points such as 2.5 or -1.",
    ]
    assert totals(folder) == [80.0, 12.0, None, None]


def test_change_that_makes_no_sense(folder: Path, tmp_path: Path) -> None:
    """A mistyped year would take points as lateness, and a group of one changes nothing."""
    changes = tmp_path / "changes.csv"
    changes.write_text("who,kind,value,reason\nada,extension,2025-10-09,x\nada,group,Ada Abel,x\n", encoding="utf-8")
    assert run("adjust", "--class", folder, "--csv", changes).stderr.splitlines() == [
        f"error: {changes}, line 2: extension '2025-10-09': is before everybody's due date, 2026-10-01 22:00 +0000; "
        "give a later one.",
        f"error: {changes}, line 3: group 'Ada Abel': is the person who is changed; name the other member.",
    ]


def test_wrong_line_is_counted_in_the_file(folder: Path, tmp_path: Path) -> None:
    """Empty lines and line ends inside a cell count, as they do in an editor."""
    changes = tmp_path / "changes.csv"
    changes.write_text('who,kind,value,reason\n\nada,points,1,"a\nb"\nbo,points,many,x\n', encoding="utf-8")
    assert f"error: {changes}, line 5: points 'many'" in run("adjust", "--class", folder, "--csv", changes).stderr


def test_page_and_gradebook_are_written(folder: Path) -> None:
    page = run("class_page", "--class", folder)
    assert page.returncode == 0 and (folder / "pages" / "class.html").is_file()
    assert len(list((folder / "pages" / "feedback").iterdir())) == 2
    published = run("publish", "--class", folder, "--to", "csv", "--column", "HW1")
    assert published.returncode == 0 and "2 grades; for 2 people something is new or changed" in published.stdout
    assert "Without a grade: 2\n  Cy Castro (cy@example.edu): missing" in published.stdout


@pytest.mark.parametrize(
    ("command", "arguments", "words"),
    [
        ("publish", ["--to", "blackbord"], "say to which platform"),
        ("publish", ["--to", "canvas"], "Export Entire Gradebook"),
        ("adjust", ["--who", "Jane Doe", "--kind", "points", "--value", "1", "--reason", "x"], "nobody in the roster"),
        ("adjust", ["--who", "ada", "--kind", "points", "--value", "1"], "needs a reason"),
        ("adjust", ["--kind", "points", "--value", "1", "--reason", "x"], "say for whom with WHO="),
        ("adjust", ["--who", "ada", "--take-back", "1", "--reason", "x"], "one of WHO=, CHANGES= and TAKE_BACK="),
        ("adjust", ["--who", "ada", "--kind", "group", "--reason", "x"], "no person is named"),
        ("adjust", ["--take-back", "7", "--reason", "x"], "no such change"),
        ("grade_class", ["--jobs", "0"], "at least one grader"),
        ("regrade", ["--take-back"], "no other build counted before"),
        ("regrade", ["--assignment", "cornell"], "is the class of the assignment northwestern, not of cornell"),
    ],
)
def test_mistyped_command_is_one_sentence(folder: Path, command: str, arguments: list[str], words: str) -> None:
    done = run(command, "--class", folder, *arguments)
    assert done.returncode == 1 and done.stderr.startswith("error: ") and words in done.stderr
    assert done.stderr.count("\n") == 1
    assert totals(folder) == [80.0, 12.0, None, None]


@pytest.mark.parametrize("command", ["class_page", "regrade", "publish", "adjust"])
def test_class_that_is_not_there(tmp_path: Path, command: str) -> None:
    done = run(command, "--class", tmp_path / "none", *(["--to", "csv"] if command == "publish" else []))
    assert done.returncode == 1 and "has no record of a class; make it with make grade-class" in done.stderr
    assert not (tmp_path / "none").exists()


def test_regrade_previews_then_counts(tmp_path: Path) -> None:
    """Another spec makes another build; its points count once they are applied, and can be taken back."""
    course = write_spec(tmp_path / "course")
    options = ("--course", course / "spec", "--assignment", "tiny")
    solution = (course / "spec/problems/sums/src/shared.py").read_text(encoding="utf-8")
    half = "def weighted_sum(values, weights):\n    return sum(v * w for v, w in zip(values, weights))\n"
    export = exports.write_zip(
        tmp_path / "class.zip", {"Ada Abel_1_assignsubmission_file/src/shared.py": solution,
                                 "Bo Bianchi_2_assignsubmission_file/src/shared.py": half},
    )  # fmt: skip
    graded = run("grade_class", *options, "--jobs", 1, export)
    assert graded.returncode == 0, graded.stderr
    assert "Moodle: 2 submissions, 2 of them new" in graded.stdout and "2 people: 2 graded" in graded.stdout
    folder = course / "spec" / "classes" / "tiny"
    before = totals(folder)
    again = run("grade_class", *options, "--jobs", 1, export)
    assert "To grade: 0 of 2" in again.stdout and "are gone" not in again.stdout
    next((folder / "submissions").iterdir()).unlink()
    lost = run("grade_class", *options, "--jobs", 1)
    assert "The files of 1 of them are gone from " in lost.stdout and totals(folder) == before
    assert "are gone" not in run("grade_class", *options, "--jobs", 1, export).stdout
    toml = course / "spec/assignments/tiny.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("points = 10", "points = 20"), encoding="utf-8")
    refused = run("grade_class", *options, "--jobs", 1, export)
    assert refused.returncode == 1 and "make regrade grades everybody under today's" in refused.stderr
    preview = run("regrade", *options, "--jobs", 1)
    assert preview.returncode == 0 and "still counts" in preview.stdout and totals(folder) == before
    applied = run("regrade", *options, "--jobs", 1, "--apply")
    assert "To grade: 0 of 2" in applied.stdout and "counts now" in applied.stdout
    after = totals(folder)
    assert after != before and (after[0] or 0) > (before[0] or 0)
    assert run("regrade", *options, "--take-back").returncode == 0 and totals(folder) == before
    twice = run("regrade", *options, "--take-back")
    assert twice.returncode == 1 and "no other build counted before" in twice.stderr and totals(folder) == before
