"""A grading as one page to read in a browser or on paper: no script, no request to anywhere, everything escaped."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import jinja2
import msgspec
from markupsafe import Markup, escape

from autograder.files import write_atomically
from autograder.model.grading import Grading, Outcome
from autograder.reports import summary
from autograder.reports.text import cleaned, count, points

FEEDBACK_NAME = "feedback.html"
TEMPLATE = Path(__file__).with_name("feedback.html.j2")


def page(grading: Grading, *, staff: bool = False) -> str:
    """The page.

    Args:
        staff: show tests that are hidden from students, and what of each test only staff may see. Without it such tests
            are left out, and while there are any, so are all totals: a total would tell how they ended.
    """
    grading = cleaned(grading)
    later = [outcome for outcome in grading.outcomes if outcome.test.visibility != "visible"]
    if not staff:
        shown = [outcome for outcome in grading.outcomes if outcome.test.visibility == "visible"]
        grading = msgspec.structs.replace(grading, outcomes=shown)
    hinted: dict[str, str] = {}  # hint -> the first test that it is given for; the others point there
    for outcome in grading.outcomes:
        if outcome.hint:
            hinted.setdefault(outcome.hint, outcome.test.number)
    return _template().render(
        grading=grading,
        parts=summary.parts(grading),
        remarks=[text for text in summary.remarks(grading) if text != grading.lateness.sentence],
        for_staff=summary.for_staff(grading) if staff else [],
        later=[] if staff else later,
        passed=sum(outcome.status == "passed" for outcome in grading.counted),
        before_lateness=summary.before_lateness(grading),
        where=summary.where(grading),
        word=summary.word,
        kind=_kind,
        hinted=hinted,
        staff=staff,
    )


@functools.cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"points": points, "prose": prose, "percent": _percent, "count": count}
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))


def write(grading: Grading, path: Path, *, staff: bool = False) -> None:
    """Write the page at ``path``, whole or not at all."""
    write_atomically(path, page(grading, staff=staff).encode("utf-8"))


def prose(text: str) -> Markup:
    """Plain text as paragraphs, with what stands in backticks set as code; everything else is escaped."""
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


def _kind(outcome: Outcome) -> str:
    """Which of four looks a test has."""
    if outcome.status == "waiting":
        return "waiting"
    if summary.is_partial(outcome):
        return "partly"
    return outcome.status
