"""The reports of a submission that holds nothing to grade: each says so and gives the reason, and none has a score."""

from __future__ import annotations

from pathlib import Path

import msgspec

from autograder.model.grading import Refusal
from autograder.reports.page import load_template
from autograder.reports.text import clean

TEMPLATE = Path(__file__).with_name("refusal.html.j2")


def clean_refusal(refusal: Refusal) -> Refusal:
    """Return the same refusal with every text in it safe to show and to store."""
    return msgspec.convert({name: clean(text) for name, text in msgspec.to_builtins(refusal).items()}, Refusal)


def render_refusal_page(refusal: Refusal, *, staff: bool = False) -> str:
    """Return the HTML page, for the student or for staff."""
    return load_template(TEMPLATE).render(refusal=clean_refusal(refusal), staff=staff)


def render_refusal_text(refusal: Refusal) -> str:
    """Return the text for staff."""
    refusal = clean_refusal(refusal)
    title = " ".join(f"{refusal.title}: {refusal.submission}".split())
    graded_by = f"assignment {refusal.assignment}, build {refusal.build}, kit {refusal.kit}"
    return f"{title}: not graded\n\nFor staff only. Refused by: {graded_by}.\n\n{' '.join(refusal.reason.split())}\n"


def render_stored_refusal(refusal: Refusal) -> bytes:
    """Return what stands in the place of a stored grading."""
    return msgspec.json.format(msgspec.json.encode({"refused": msgspec.to_builtins(clean_refusal(refusal))}), indent=1)
