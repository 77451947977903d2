"""What a test has to tell staff although it changes no points, such as a suspicion; students never see it."""

from __future__ import annotations

_remarks: list[str] = []


def tell_staff(sentence: str) -> None:
    """Keep a sentence for the staff's page of this grading. On a student's own machine nothing reads it."""
    _remarks.append(sentence)


def take_remarks() -> list[str]:
    """Return the sentences that were kept since the last call."""
    taken = list(_remarks)
    _remarks.clear()
    return taken
