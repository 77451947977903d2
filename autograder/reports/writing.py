"""All reports of a grading, in one folder."""

from __future__ import annotations

from pathlib import Path

from autograder.files import write_atomically
from autograder.gradescope import results_json
from autograder.model.grading import Grading
from autograder.reports import page

STAFF_NAME = "staff.txt"
STAFF_PAGE_NAME = "staff.html"


def write_reports(grading: Grading, out: Path, *, results: Path | None = None) -> None:
    """Write every report of a grading into ``out``, results.json last."""
    results_json.write_grading(grading, out / results_json.GRADING_NAME)
    page.write(grading, out / page.FEEDBACK_NAME)
    page.write(grading, out / STAFF_PAGE_NAME, staff=True)
    write_atomically(out / STAFF_NAME, staff_text(grading).encode())
    results_json.write(grading, results or out / results_json.RESULTS_NAME)


def staff_text(grading: Grading) -> str:
    """Everything of a grading that is for staff alone: real tracebacks, expected values, what student code printed."""
    parts = [f"{grading.title}: {grading.submission}: {grading.score:g} of {grading.maximum:g}", "For staff only."]
    for outcome in grading.outcomes:
        if outcome.staff:
            parts.append(f"== {outcome.test.number} {outcome.test.id} ({outcome.reason})\n{outcome.staff}")
    return "\n\n".join(parts) + "\n"
