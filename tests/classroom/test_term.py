"""Free late days of a term are used up by one assignment after the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import msgspec

from scripts.classroom.record.record import Record
from scripts.classroom.standing.adjustments import NewChange, add_changes
from scripts.classroom.standing.grades import Grades, Standing
from scripts.classroom.standing.term import read_term_days
from tests import sample_grading
from tests.classroom.classes import DUE, PEOPLE, grade, manifest


def make_class(
    root: Path, week: int, days_late: float = 0.0, budgets: Mapping[str, int] | None = None, term: str = "Fall 2026"
) -> None:
    """Make the class of an assignment that is due in a week, in which the first person hands in late."""
    due = DUE + timedelta(weeks=week)
    with Record(root / f"hw{week}") as record:
        people = PEOPLE[week:] + PEOPLE[:week]
        ids = dict(zip([one.name for one in people], record.add_people(people, in_roster=True), strict=True))
        build = record.add_build(msgspec.structs.replace(manifest(), due=due, term=term), "inputs")
        ada = ids["Ada Abel"]
        grade(record, build, ada, f"a{week}", sample_grading.perfect(), due + timedelta(days=days_late))
        add_changes(
            record, [NewChange(ada, kind, str(days), "term", "staff") for kind, days in (budgets or {}).items()]
        )


def stand(root: Path, week: int) -> Standing:
    """Return where the first person stands in a class."""
    with Record(root / f"hw{week}") as record:
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
    make_class(tmp_path, 2, 1.5, {"term-late-days": 3})
    assert stand(tmp_path, 2).term_days == 2


def test_other_terms_do_not_count(tmp_path: Path) -> None:
    """Nor do folders beside the class that are no readable record."""
    make_class(tmp_path, 1, 0.5, {"term-late-days": 1}, term="Spring 2026")
    make_class(tmp_path, 2, 0.5, {"term-late-days": 1})
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "class.db").write_bytes(b"no database" * 99)
    assert stand(tmp_path, 2).term_days == 1
