"""The figures of a class and its tables say what the gradings say."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from autograder.model.grading import Grading
from scripts.classroom.pages.charts import histogram
from scripts.classroom.pages.class_page import write_pages
from scripts.classroom.pages.similar_code import SimilarCode
from scripts.classroom.pages.statistics import Statistics
from scripts.classroom.record.record import Record
from scripts.classroom.sources.model import Person
from scripts.classroom.standing.adjustments import NewChange, add_changes
from scripts.classroom.standing.grades import Grades
from tests import sample_grading
from tests.classroom.classes import DUE, grade, make_record


def figures(record: Record) -> Statistics:
    found = Statistics()
    for standing in Grades(record):
        found.add(standing)
    return found


def class_of(folder: Path, gradings: Sequence[Grading]) -> Record:
    people = [Person(f"Person {number:02}", f"p{number}@example.edu") for number in range(len(gradings))]
    record, build, ids = make_record(folder, people)
    for person, grading in zip(ids, gradings, strict=True):
        grade(record, build, person, f"h{person}x", grading)
    return record


def with_scores(score_of: Callable[[int], float]) -> Grading:
    """Return a grading of the first three tests alone, by their position."""
    outcomes = [
        msgspec.structs.replace(one, score=score_of(index))
        for index, one in enumerate(sample_grading.perfect().outcomes[:3])
    ]
    return msgspec.structs.replace(sample_grading.perfect(), outcomes=outcomes)


def test_hint_counts_once_for_a_person(tmp_path: Path) -> None:
    """Two tests may meet the same misconception."""
    mixed = sample_grading.mixed()
    hint = mixed.outcomes[1].hint
    outcomes = [msgspec.structs.replace(one, hint=hint if one.hint else "") for one in mixed.outcomes]
    found = figures(class_of(tmp_path, [msgspec.structs.replace(mixed, outcomes=outcomes)]))
    assert found.hints_by_frequency == [(hint, [1])]


def test_slowest_come_first(tmp_path: Path) -> None:
    gradings = [msgspec.structs.replace(sample_grading.perfect(), seconds=float(second)) for second in range(12)]
    assert [seconds for seconds, _ in figures(class_of(tmp_path, gradings)).slowest] == list(range(11, 1, -1))


def test_tests_that_tell_nothing_are_listed(tmp_path: Path) -> None:
    gradings = [with_scores(lambda index: (4.0, 8.0, 0.0)[index]), with_scores(lambda index: (4.0, 0.0, 0.0)[index])]
    for grading in gradings:
        for index, one in enumerate(grading.outcomes):
            if not one.score:
                grading.outcomes[index] = msgspec.structs.replace(one, status="failed", reason="wrong")
    everybody, nobody = figures(class_of(tmp_path, gradings)).same_for_all()
    assert ([one.number for one in everybody], [one.number for one in nobody]) == (["1.1"], ["1.3"])


@pytest.mark.parametrize(("size", "expected"), [(9, None), (10, -1.0)])
def test_discrimination_leaves_the_test_itself_out(tmp_path: Path, size: int, expected: float | None) -> None:
    """Who has the first test has not the second, and all have the same total: the first is opposed to the rest."""
    gradings = [
        with_scores(lambda index, own=number % 2: (4.0 * own, 4.0 * (1 - own), 0.0)[index]) for number in range(size)
    ]
    record = class_of(tmp_path, gradings)
    found = figures(record).tests.values()
    page = write_pages(record, Grades(record), lambda owners: SimilarCode("")).read_text(encoding="utf-8")
    assert ('<td class="n bad">-1.00</td>' in page) == (
        size == 10
    )  # staff look at a test that is opposed to the others
    assert next(one.discrimination for one in found if one.number == "1.1") == pytest.approx(expected)


def test_free_late_days_are_listed_as_late(tmp_path: Path) -> None:
    """Nothing was taken off, but staff see who used what."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect(), DUE + timedelta(hours=2))
    grade(record, build, ids[1], "b", sample_grading.perfect())
    add_changes(record, [NewChange(ids[0], "late-days", "2", "all have two", "staff")])
    assert figures(record).late == {ids[0]: "1 free late day was used."}


def test_columns_are_named_by_tenths() -> None:
    """The last column has full marks in it."""
    assert all(f">{low}-{low + 10}<" in histogram([0] * 10) for low in range(0, 100, 10))
    assert "<title>90 to 100 %: 1 person</title>" in histogram([0] * 9 + [1])


# Tables.


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """The folder of the tables of a class of two, one of them with a name that a spreadsheet would compute."""
    people = [Person("Ada Abel", "ada@example.edu", "1", "ada"), Person("=1+1", "bo@example.edu", "2", "bo")]
    record, build, ids = make_record(tmp_path, people)
    grade(record, build, ids[0], "a", sample_grading.perfect(), DUE + timedelta(hours=-1))
    grade(record, build, ids[0], "b", sample_grading.mixed(), DUE + timedelta(hours=1))
    add_changes(record, [NewChange(ids[0], "points", "2.5", "seminar", "staff")])
    page = write_pages(record, Grades(record), lambda owners: SimilarCode(""))
    record.close()
    return page.parent


def rows_of(path: Path) -> list[dict[str, str]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # by which a spreadsheet knows UTF-8
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_row_of_a_person_is_under_its_titles(tables: Path) -> None:
    odd, ada = rows_of(tables / "people.csv")
    expected = {
        "Name": "Ada Abel", "Email": "ada@example.edu", "SID": "1", "Login": "ada", "State": "graded", "Tests": "12",
        "Written answers": "", "By hand": "2.5", "Late percent": "10", "Free late days": "0", "Attempts": "2",
        "Submission": "b", "Total": "13.3", "Maximum": "80",
    }  # fmt: skip
    assert {title: ada[title] for title in expected} == expected
    assert (odd["Name"], odd["State"], odd["Reason"]) == ("'=1+1", "missing", "Nothing was handed in.")


def test_row_of_a_test_is_under_its_titles(tables: Path) -> None:
    row = next(one for one in rows_of(tables / "outcomes.csv") if one["Test"] == "2.4")
    assert (row["Person"], row["Score"], row["Points"], row["Ending"]) == (
        "Ada Abel (ada@example.edu)",
        "3",
        "6",
        "passed",
    )
