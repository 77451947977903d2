"""Marks of written answers are part of totals, of the student's page and of what is published, once marking has begun."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from autograder.reports.stored_grading import render_grading
from scripts.classroom.class_grades import open_grades
from scripts.classroom.gradebooks.filling import read_back
from scripts.classroom.marking import marks, rubric
from scripts.classroom.pages.class_page import write_pages
from scripts.classroom.pages.similar_code import SimilarCode
from scripts.classroom.pages.student_files import render_student_page
from scripts.classroom.publishing import publish
from scripts.classroom.record.record import Record, Result
from scripts.coursespec.model import Assignment
from scripts.errors import SpecError
from tests import sample_grading
from tests.classroom.classes import manifest
from tests.classroom.written_class import load_written_assignment, make_written_class


def make_class(folder: Path) -> tuple[Record, Assignment]:
    """Three people with answers to two questions, all graded alike by tests."""
    assignment = load_written_assignment(folder / "course")
    record = make_written_class(folder / "class", ["one", "two", "three"])
    build = record.add_build(manifest(percent=0), "inputs")
    for hand_ins in record.hand_ins().values():
        result = Result(hand_ins[-1].submission or "", "cpu", "graded", "", 1.0, None)
        record.add_result(result, build, render_grading(sample_grading.perfect()))
    return record, assignment


def text_of(page: bytes | None) -> str:
    plain = (page or b"").decode().replace("<b>", "").replace("</b>", "")
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", plain)).split())


def test_marks_count_once_begun(tmp_path: Path) -> None:
    record, assignment = make_class(tmp_path)
    tests = sample_grading.perfect().maximum
    assert [(one.total, one.maximum) for one in open_grades(record, assignment)] == [(tests, tests)] * 3
    rubric.sync_rubric(record, assignment.questions)
    first = rubric.list_items(record, "why")[0]
    card = marks.list_cards(record, "why")[0]
    marks.save_mark(
        record, card, "why", "Ada", seen=0, items=[first.id], adjustment=0.5, comment="Well <b>done</b>: an example?"
    )
    grades = open_grades(record, assignment)
    assert grades.build is not None
    found = {one.known.id: one for one in grades}
    assert {one.maximum for one in found.values()} == {tests + 3}
    assert {id: one.total for id, one in found.items()} == {
        id: tests + (1.5 if id in card.people else 0) for id in found
    }
    page = render_student_page(found[card.people[0]], grades.build.manifest)
    text = text_of(page)
    assert (
        f"{tests + 1.5:g} of {tests + 3:g} points" in text and f"The tests gave {tests:g} of {tests:g} points" in text
    )
    assert (
        "Question 1, Why sums: 1.5 of 2 points names the weights. (+1) Besides (+0.5)" in text
        and "Question 2, How sums: not marked yet" in text
    )
    assert "<b>done</b>" not in (page or b"").decode() and "an example?" in text
    other = next(id for id in found if id not in card.people)
    assert "an example?" not in text_of(render_student_page(found[other], grades.build.manifest))


def test_student_reads_what_was_taken(tmp_path: Path) -> None:
    record, assignment = make_class(tmp_path)
    rubric.sync_rubric(record, assignment.questions)
    card = marks.list_cards(record, "why")[0]
    items = [item.id for item in rubric.list_items(record, "why")]
    marks.save_mark(record, card, "why", "Ada", seen=0, items=items, adjustment=-0.25)
    grades = open_grades(record, assignment)
    assert grades.build is not None
    page = next(render_student_page(one, grades.build.manifest) for one in grades if one.known.id == card.people[0])
    assert "0.75 of 2 points" in text_of(page) and "Besides (-0.25)" in text_of(page).replace("\u2212", "-")


def test_published_totals_have_marks(tmp_path: Path) -> None:
    record, assignment = make_class(tmp_path)
    rubric.sync_rubric(record, assignment.questions)
    card = marks.list_cards(record, "how")[0]
    (item,) = rubric.list_items(record, "how")
    first = publish(record, open_grades(record, assignment), "csv", None, "Lab", "staff")
    marks.save_mark(record, card, "how", "Ada", seen=0, items=[item.id])
    with pytest.raises(SpecError, match="5 of 6 written answers are not marked"):
        publish(record, open_grades(record, assignment), "csv", None, "Lab", "staff")
    second = publish(record, open_grades(record, assignment), "csv", None, "Lab", "staff", with_unmarked=True)
    gained = [
        after - before
        for before, after in zip(
            read_back("csv", first.gradebook.read_bytes(), "Lab").values(),
            read_back("csv", second.gradebook.read_bytes(), "Lab").values(),
            strict=True,
        )
    ]
    assert sorted(gained) == [0, 0, 1]


def test_page_says_what_is_not_marked(tmp_path: Path) -> None:
    """Who has one of two marks has points for it in the table."""
    record, assignment = make_class(tmp_path)
    rubric.sync_rubric(record, assignment.questions)
    card = marks.list_cards(record, "why")[0]
    marks.save_mark(record, card, "why", "Ada", seen=0, items=[], adjustment=1.5)
    page = text_of(write_pages(record, open_grades(record, assignment), lambda owners: SimilarCode("")).read_bytes())
    assert "5 of 6 written answers are not marked; they count as 0." in page
    tests = f"{sample_grading.perfect().maximum:g}"
    assert f"{float(tests) + 1.5:g} of {float(tests) + 3:g} {tests} 1.5 " in page


def test_new_comment_is_sent(tmp_path: Path) -> None:
    """A page that says something else is a change, though the points are the same."""
    record, assignment = make_class(tmp_path)
    rubric.sync_rubric(record, assignment.questions)
    card = marks.list_cards(record, "why")[0]

    def changed() -> int:
        grades = open_grades(record, assignment)
        return publish(record, grades, "csv", None, "Lab", "staff", with_unmarked=True).changed

    seen = marks.save_mark(record, card, "why", "Ada", seen=0, items=[])
    assert changed() == 3
    marks.save_mark(record, card, "why", "Ada", seen=seen, items=[], comment="See the lecture.")
    assert (changed(), changed()) == (1, 0)


def test_items_points_change_all_totals(tmp_path: Path) -> None:
    record, assignment = make_class(tmp_path)
    rubric.sync_rubric(record, assignment.questions)
    item = rubric.list_items(record, "why")[0]
    for card in marks.list_cards(record, "why"):
        marks.save_mark(record, card, "why", "Ada", seen=0, items=[item.id])
    before = [one.total or 0 for one in open_grades(record, assignment)]
    rubric.change_item(record, item, item.text, 2.0, "Ada")
    assert [one.total for one in open_grades(record, assignment)] == [total + 1 for total in before]
