"""What of a grading is for staff alone, as plain text."""

from __future__ import annotations

from autograder.model.grading import Grading
from autograder.reports.summary import remarks_for_staff
from autograder.reports.text import clean_grading, format_points, format_staff_part, mark_lines

STAFF_NAME = "staff.txt"


def render_staff_text(grading: Grading) -> str:
    """Return all of a grading that only staff may read: full tracebacks, expected values, what student code printed.

    Only lines of the grader's own begin at the margin, so that text of a submission can forge no heading.
    """
    grading = clean_grading(grading)
    whose = f"{grading.author}, {grading.submission}" if grading.author else grading.submission
    title = " ".join(f"{grading.title}: {whose}".split())
    points = f"{format_points(grading.score)} of {format_points(grading.maximum)}"
    graded_by = f"assignment {grading.assignment}, build {grading.build}, kit {grading.kit}"
    parts = [f"{title}: {points}", f"For staff only. Graded by: {graded_by}."]
    parts += remarks_for_staff(grading)
    for outcome in grading.outcomes:
        if text := format_staff_part(outcome):
            parts.append(f"== {outcome.test.number} {outcome.test.id} ({outcome.reason})\n{mark_lines(text, '  ')}")
    return "\n\n".join(parts) + "\n"
