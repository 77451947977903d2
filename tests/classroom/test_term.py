"""Free late days of a term are used up by one assignment after the other."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from scripts.classroom.class_grades import open_grades
from scripts.classroom.marking.marks import list_cards, newest_event, save_mark
from scripts.classroom.marking.rubric import sync_rubric
from scripts.classroom.record.record import Record
from scripts.classroom.standing.adjustments import NewChange, add_changes
from scripts.classroom.standing.grades import Grades, Standing
from scripts.classroom.standing.term import read_term_days
from tests import sample_grading
from tests.classroom.classes import DUE, PEOPLE, grade, manifest
from tests.classroom.written_class import QUESTION, load_written_assignment


def folder_of(root: Path, week: int) -> Path:
    """Return the folder of a week's class; the order of names is not that of due dates."""
    return root / f"hw{9 - week}"


def make_class(
    root: Path,
    week: int,
    days_late: float = 0.0,
    budgets: Mapping[str, int] | None = None,
    due: datetime | None = None,
    **course: str,
) -> None:
    """Make the class of an assignment that is due in a week, in which the first person hands in late."""
    due = due or DUE + timedelta(weeks=week)
    with Record(folder_of(root, week)) as record:
        people = PEOPLE[week:] + PEOPLE[:week]
        ids = dict(zip([one.name for one in people], record.add_people(people, in_roster=True), strict=True))
        of_week = msgspec.structs.replace(manifest(), assignment=folder_of(root, week).name, due=due, **course)
        build = record.add_build(of_week, "inputs")
        ada = ids["Ada Abel"]
        grade(record, build, ada, f"a{week}", sample_grading.perfect(), due + timedelta(days=days_late))
        add_changes(
            record, [NewChange(ada, kind, str(days), "term", "staff") for kind, days in (budgets or {}).items()]
        )


def stand(root: Path, week: int) -> Standing:
    """Return where the first person stands in a class."""
    with Record(folder_of(root, week)) as record:
        build = record.applied_build()
        assert build is not None
        grades = Grades(record, term_days=read_term_days(record.folder, build.manifest))
        return next(one for one in grades if one.known.person.name == "Ada Abel")


def test_budget_is_used_up(tmp_path: Path) -> None:
    """It is set once, used in the order of due dates, and what is left of it decides later ones."""
    make_class(tmp_path, 1, 1.5, {"term-late-days": 3})
    make_class(tmp_path, 2, 0.5)
    make_class(tmp_path, 3)
    make_class(tmp_path, 4, 1.5)
    found = [stand(tmp_path, week) for week in (1, 2, 3, 4)]
    assert [one.term_days for one in found] == [2, 1, 0, 0]
    assert [one.lateness.percent for one in found] == [0, 0, 0, 20]


def test_term_days_count_beside_marks(tmp_path: Path) -> None:
    """In the grades that commands open, before marking has begun and after."""
    make_class(tmp_path, 1, 0.5, {"term-late-days": 2})
    make_class(tmp_path, 2, 0.5)
    assignment = load_written_assignment(tmp_path / "course")
    with Record(folder_of(tmp_path, 2)) as record:
        for _ in range(2):
            one = next(one for one in open_grades(record, assignment) if one.known.person.name == "Ada Abel")
            assert (one.term_days, one.lateness.percent) == (1, 0)
            sync_rubric(record, assignment.questions)
            (card,) = list_cards(record, QUESTION)
            save_mark(record, card, QUESTION, "Bo", seen=newest_event(record, card, QUESTION), items=[])
        assert one.unmarked == 1


def test_later_assignment_changes_nothing(tmp_path: Path) -> None:
    make_class(tmp_path, 1, 0.5, {"term-late-days": 1})
    before = stand(tmp_path, 1)
    make_class(tmp_path, 2, 0.5)
    assert stand(tmp_path, 1) == before and before.term_days == 1
    assert stand(tmp_path, 2).lateness.percent == 10


def test_own_days_come_first(tmp_path: Path) -> None:
    make_class(tmp_path, 1, 1.5, {"late-days": 1, "term-late-days": 2})
    make_class(tmp_path, 2, 1.5)
    assert (stand(tmp_path, 1).late_days, stand(tmp_path, 1).term_days) == (2, 1)
    assert (stand(tmp_path, 2).term_days, stand(tmp_path, 2).lateness.percent) == (1, 10)


def test_newer_budget_counts(tmp_path: Path) -> None:
    make_class(tmp_path, 1, 0.5, {"term-late-days": 1})
    make_class(tmp_path, 2, 1.5, {"term-late-days": 5})
    make_class(tmp_path, 3, 2.5)
    assert [stand(tmp_path, week).term_days for week in (1, 2, 3)] == [1, 2, 2]


def test_same_due_date_shares_budget(tmp_path: Path) -> None:
    """A day that one of two assignments used is gone for the other one, as it is where their due dates differ."""
    for week in (1, 2):
        make_class(tmp_path, week, 0.5, {"term-late-days": 1}, due=DUE)
    found = [stand(tmp_path, week) for week in (1, 2)]
    assert sorted((one.term_days, one.lateness.percent) for one in found) == [(0, 10), (1, 0)]


def test_copy_of_class_is_not_counted(tmp_path: Path) -> None:
    """A backup in the folder of the classes is of the same assignment, whatever its name and whatever was due then."""
    make_class(tmp_path, 1, 0.5, {"term-late-days": 2})
    make_class(tmp_path, 2, 0.5)
    for name in ("a copy", "z copy"):
        shutil.copytree(folder_of(tmp_path, 1), tmp_path / name)
    assert (stand(tmp_path, 2).term_days, stand(tmp_path, 2).lateness.percent) == (1, 0)


def test_other_terms_do_not_count(tmp_path: Path) -> None:
    """Nor do other courses, and folders beside the class that are no readable record."""
    make_class(tmp_path, 0, 0.5, {"term-late-days": 1}, course="CS 350")
    make_class(tmp_path, 1, 0.5, {"term-late-days": 1}, term="Spring 2026")
    make_class(tmp_path, 2, 0.5, {"term-late-days": 1})
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "class.db").write_bytes(b"no database" * 99)
    assert stand(tmp_path, 2).term_days == 1
