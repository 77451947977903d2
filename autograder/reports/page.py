"""A grading as one HTML page, for the student or for staff: no script, no request to any server, all text escaped.

The two pages are one template, so that staff see what the student sees, and more.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

import jinja2
import msgspec
from markupsafe import Markup, escape

from autograder.model.grading import Grading, Outcome
from autograder.reports import summary
from autograder.reports.text import (
    clean,
    clean_grading,
    format_count,
    format_points,
    format_signed_points,
    format_staff_part,
)

FEEDBACK_NAME = "feedback.html"
STAFF_PAGE_NAME = "staff.html"
TEMPLATE = Path(__file__).with_name("feedback.html.j2")


class WrittenAnswer(msgspec.Struct, frozen=True):
    """A written answer as staff marked it; ``points`` is None where nobody did yet."""

    number: int
    title: str
    points: float | None
    maximum: float
    items: list[str] = []  # of the rubric, that the mark names
    comment: str = ""


class StaffPart(msgspec.Struct, frozen=True):
    """What staff add to a grading: marks of written answers, and points by hand.

    Attributes:
        answers: in the order of the questions.
        by_hand: points given or taken.
        total: of tests, answers and points by hand, after the late policy.
        maximum: of tests and answers.
    """

    answers: list[WrittenAnswer]
    by_hand: float
    total: float
    maximum: float


def render_page(grading: Grading, *, staff: bool = False, by_staff: StaffPart | None = None) -> str:
    """Return the page.

    Args:
        grading: what to show.
        staff: show tests that are hidden from students, and what of each test only staff may see. Without it such tests
            are left out, and while there are any, so are all totals: a total would reveal how they ended.
        by_staff: what staff add to the tests' points; None where nothing is added.
    """
    grading = clean_grading(grading)
    later = [outcome for outcome in grading.outcomes if outcome.test.visibility != "visible"]
    if not staff:
        visible = [outcome for outcome in grading.outcomes if outcome.test.visibility == "visible"]
        grading = msgspec.structs.replace(grading, outcomes=visible)
    hinted: dict[str, str] = {}  # hint -> number of the first test that has it; the others refer to that one
    for outcome in grading.outcomes:
        if outcome.hint:
            hinted.setdefault(outcome.hint, outcome.test.number)
    return load_template(TEMPLATE).render(
        grading=grading,
        parts=summary.split_by_problem(grading),
        remarks=[text for text in summary.remarks_for_students(grading) if text != grading.lateness.sentence],
        for_staff=summary.remarks_for_staff(grading) if staff else [],
        later=[] if staff else later,
        passed=sum(outcome.status == "passed" for outcome in grading.counted),
        before_lateness=summary.score_before_lateness(grading),
        run=summary.describe_run(grading),
        ending=summary.describe_ending,
        look=_choose_look,
        hinted=hinted,
        staff_part=format_staff_part,
        staff=staff,
        by_staff=None if by_staff is None else _clean_staff_part(by_staff),
    )


def _clean_staff_part(part: StaffPart) -> StaffPart:
    answers = [
        msgspec.structs.replace(
            one, title=clean(one.title), items=[clean(item) for item in one.items], comment=clean(one.comment)
        )
        for one in part.answers
    ]
    return msgspec.structs.replace(part, answers=answers)


@functools.cache
def load_template(path: Path) -> jinja2.Template:
    """Load a page's template; all text that is put into it is escaped."""
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "points": format_points, "signed_points": format_signed_points, "prose": mark_up, "percent": _percent,
        "count": format_count,
    }  # fmt: skip
    return environment.from_string(path.read_text(encoding="utf-8"))


def mark_up(text: str) -> Markup:
    """Return plain text as HTML paragraphs, with code where it has backticks; everything else is escaped."""
    paragraphs = []
    for paragraph in re.split(r"\n+", text.strip("\n")):
        pieces = re.split(r"`([^`\n]{1,200})`", paragraph)
        paragraphs.append(
            Markup("").join(
                Markup("<code>{}</code>").format(piece) if index % 2 else escape(piece)
                for index, piece in enumerate(pieces)
            )
        )
    return Markup("").join(Markup("<p>{}</p>").format(paragraph) for paragraph in paragraphs)


def _percent(score: float, maximum: float) -> str:
    return f"{min(100.0, max(0.0, 100 * score / maximum)) if maximum > 0 else 0:.1f}"


def _choose_look(outcome: Outcome) -> str:
    """Return the CSS class of a test."""
    if outcome.status == "waiting":
        return "waiting"
    if summary.is_partial(outcome):
        return "partly"
    return outcome.status
