"""All reports of a grading, in one folder.

This stands above both ``reports`` and ``gradescope``: a report of either kind may not need the other room.
"""

from __future__ import annotations

from pathlib import Path

from autograder.files import write_together
from autograder.gradescope.results import RESULTS_NAME, render_refused_results, render_results
from autograder.model.grading import Grading, Refusal
from autograder.reports.page import FEEDBACK_NAME, STAFF_PAGE_NAME, render_page
from autograder.reports.refusal import render_refusal_page, render_refusal_text, render_stored_refusal
from autograder.reports.staff_text import STAFF_NAME, render_staff_text
from autograder.reports.stored_grading import GRADING_NAME, render_grading


def write_reports(grading: Grading, out: Path, *, results: Path | None = None) -> None:
    """Write every report of a grading: all of them or, where one cannot be written, none.

    Args:
        grading: what to report.
        out: folder of the reports; made where it is missing.
        results: path of ``results.json``; None for its usual name in ``out``.

    Raises:
        OSError: a file cannot be written; what an earlier grading wrote is still there.
    """
    write_together(
        {
            out / GRADING_NAME: render_grading(grading),
            out / FEEDBACK_NAME: render_page(grading).encode(),
            out / STAFF_PAGE_NAME: render_page(grading, staff=True).encode(),
            out / STAFF_NAME: render_staff_text(grading).encode(),
            results or out / RESULTS_NAME: render_results(grading),
        }
    )


def write_refusal(refusal: Refusal, out: Path) -> None:
    """Write the same reports for a submission that was refused, in place of those of an earlier grading; none has a score.

    Args:
        refusal: what to report.
        out: folder of the reports; made where it is missing.

    Raises:
        OSError: a file cannot be written; what an earlier grading wrote is still there.
    """
    write_together(
        {
            out / GRADING_NAME: render_stored_refusal(refusal),
            out / FEEDBACK_NAME: render_refusal_page(refusal).encode(),
            out / STAFF_PAGE_NAME: render_refusal_page(refusal, staff=True).encode(),
            out / STAFF_NAME: render_refusal_text(refusal).encode(),
            out / RESULTS_NAME: render_refused_results(refusal),
        }
    )
