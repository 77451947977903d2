"""Grade one submission exactly as on Gradescope.

The reports go to ``dist/graded/<name>/`` unless ``--out`` names another folder (``<name>-2`` where another submission has the
same name).
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from scripts.errors import SpecError, run_command
from scripts.options import display_path, load_selected_assignment, make_parser, user_path

NO_GRADE = 2  # exit code where no grade could be given, as of ``python -m autograder``
MIN_WIDTH = 60  # columns below which the terminal breaks the line of the reports, not rich


def main(arguments: Sequence[str]) -> int:
    """Grade a submission and print the result."""
    from rich.console import Console

    from autograder.reports import terminal
    from scripts.classroom.desk import choose_report_folder, describe_mixed_builds, grade_with_current_build

    parser = make_parser("grade", __doc__)
    parser.add_argument("submission", help="a folder or a zip")
    parser.add_argument("--out", type=user_path, help="folder for the reports")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    options = parser.parse_args(arguments)
    if not options.submission:
        raise SpecError("say what to grade: make grade SUBMISSION=path/to/folder-or.zip")
    submission = user_path(options.submission)
    assignment = load_selected_assignment(options)
    out = options.out or choose_report_folder(submission, assignment.course.home / "dist" / "graded")
    console = Console()
    grading = grade_with_current_build(assignment, submission, out, options.device, console)
    terminal.show(grading, console)
    if mixed := describe_mixed_builds(grading, out):
        terminal.say_to(console)(mixed)
    where = f"Reports: {display_path(out)} (feedback.html for the student, staff.html for you)"
    console.print(where, soft_wrap=shutil.get_terminal_size().columns < MIN_WIDTH, markup=False)
    return 0


if __name__ == "__main__":
    run_command(main, error_code=NO_GRADE, stopped="stopped; no report was written")
