"""All reports of a grading, in one folder.

This stands above both ``reports`` and ``gradescope``: a report of either kind may not need the other room.
"""

from __future__ import annotations

from pathlib import Path

from autograder.gradescope.results import RESULTS_NAME, write_results
from autograder.model.grading import Grading
from autograder.reports.page import FEEDBACK_NAME, STAFF_PAGE_NAME, write_page
from autograder.reports.staff_text import STAFF_NAME, write_staff_text
from autograder.reports.stored_grading import GRADING_NAME, write_grading


def write_reports(grading: Grading, out: Path, *, results: Path | None = None) -> None:
    """Write every report of a grading, ``results.json`` last: where it is, the others are too.

    Args:
        grading: what to report.
        out: folder of the reports; made where it is missing.
        results: path of ``results.json``; None for its usual name in ``out``.

    Raises:
        OSError: a file cannot be written.
    """
    write_grading(grading, out / GRADING_NAME)
    write_page(grading, out / FEEDBACK_NAME)
    write_page(grading, out / STAFF_PAGE_NAME, staff=True)
    write_staff_text(grading, out / STAFF_NAME)
    write_results(grading, results or out / RESULTS_NAME)
