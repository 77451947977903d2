"""Names of the pages of people, and the pages themselves."""

from __future__ import annotations

import re
import unicodedata

from autograder.model.grading import Refusal
from autograder.model.manifest import Manifest
from autograder.reports.page import StaffPart, render_page
from autograder.reports.refusal import render_refusal_page
from scripts.classroom.standing.grades import Standing


def page_name(standing: Standing) -> str:
    """Return the name of a person's page, without a folder and safe on every system: the person's number, then the name."""
    plain = unicodedata.normalize("NFKD", standing.known.person.name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-").lower()[:60]
    return f"{standing.known.id}{'-' if words else ''}{words}.html"


def _staff_part(standing: Standing) -> StaffPart | None:
    if not standing.written and not standing.by_hand:
        return None
    return StaffPart(list(standing.written), standing.by_hand, standing.total or 0.0, standing.maximum)


def render_student_page(standing: Standing, manifest: Manifest, *, staff: bool = False) -> bytes | None:
    """Return a person's feedback page; None where nothing was handed in or graded yet."""
    if standing.grading is not None:
        return render_page(standing.grading, staff=staff, by_staff=_staff_part(standing)).encode()
    if standing.state not in ("refused", "unreadable", "machine") or standing.hand_in is None:
        return None
    refusal = Refusal(
        assignment=manifest.assignment,
        title=manifest.title,
        course=manifest.course,
        term=manifest.term,
        build=manifest.build,
        kit=manifest.kit,
        submission=standing.known.person.name or standing.hand_in.label,
        reason=standing.reason,
    )
    return render_refusal_page(refusal, staff=staff).encode()
