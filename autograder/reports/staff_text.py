"""What of a grading is for staff alone, as plain text."""

from __future__ import annotations

from autograder.model.grading import Grading

STAFF_NAME = "staff.txt"


def render_staff_text(grading: Grading) -> str:
    """Return all of a grading that only staff may read: full tracebacks, expected values, what student code printed."""
    parts = [f"{grading.title}: {grading.submission}: {grading.score:g} of {grading.maximum:g}", "For staff only."]
    for outcome in grading.outcomes:
        if outcome.staff:
            parts.append(f"== {outcome.test.number} {outcome.test.id} ({outcome.reason})\n{outcome.staff}")
    return "\n\n".join(parts) + "\n"
