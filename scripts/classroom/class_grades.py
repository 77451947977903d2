"""Everybody's grades with the marks of their written answers."""

from __future__ import annotations

from collections.abc import Sequence

from autograder.reports.page import WrittenAnswer
from autograder.reports.text import format_signed_points
from scripts.classroom.marking.marks import has_begun, item_points, newest_marks, totals
from scripts.classroom.marking.rubric import list_items, question_points
from scripts.classroom.record.record import Record, StoredBuild
from scripts.classroom.standing.grades import Grades
from scripts.classroom.standing.term import read_term_days
from scripts.coursespec.model import Assignment


def open_grades(record: Record, assignment: Assignment, build: StoredBuild | None = None) -> Grades:
    """Return everybody's grades; written answers are part of them once one was marked.

    Args:
        record: of the class.
        assignment: what it was graded in, for the numbers and titles of its questions.
        build: whose results count; None for the one that is applied.
    """
    applied = build or record.applied_build()
    term_days = None if applied is None else read_term_days(record.folder, applied.manifest)
    if not has_begun(record):
        return Grades(record, build, term_days=term_days)
    earned, points, maxima = totals(record), item_points(record), question_points(record)
    asked = [one for one in assignment.questions if one.question.id in maxima]
    marks = {one.question.id: newest_marks(record, one.question.id) for one in asked}
    texts = {item.id: item.text for id in maxima for item in list_items(record, id)}

    def written(person: int) -> Sequence[WrittenAnswer]:
        answers = []
        for one in asked:
            id, maximum = one.question.id, maxima[one.question.id]
            mark = marks[id].get(person)
            if mark is None:
                answers.append(WrittenAnswer(one.number, one.question.title, None, maximum))
                continue
            items = [
                f"{texts[item]} ({format_signed_points(points[item])})" for item in sorted(mark.items) if item in texts
            ]
            items += [f"Besides ({format_signed_points(mark.adjustment)})"] if mark.adjustment else []
            answers.append(
                WrittenAnswer(one.number, one.question.title, earned[person][id], maximum, items, mark.comment)
            )
        return answers

    return Grades(record, build, written, term_days)
