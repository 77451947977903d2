"""Change the solutions mechanically, one change at a time, and report which share of the changes the tests notice.

A change that no test notices must be listed in the problem's ``survivors.toml`` with the reason why it is right all the same.
Verdicts are kept under ``dist/mutation/``: stop at any time, and the next run goes on from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scripts.errors import SpecError, run_command
from scripts.options import load_selected_assignment, make_parser, open_course

if TYPE_CHECKING:
    from rich.table import Table

    from scripts.proof.mutation import ProblemReport


def main(arguments: Sequence[str]) -> int:
    """Judge the mutants of an assignment and print a table."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from autograder.files import lock_folder
    from scripts.coursespec.one_problem import load_with_problem
    from scripts.proof.mutation import complain_of_share, measure_mutation

    parser = make_parser("mutation", __doc__)
    parser.add_argument("--problem", help="only this one")
    parser.add_argument("--workers", type=int, default=2, help="graders at work at a time")
    options = parser.parse_args(arguments)
    if options.workers < 1:
        raise SpecError(f"--workers {options.workers}: at least one grader has to work.")
    if options.problem:
        assignment = load_with_problem(options.problem, options.assignment, open_course(options))
    else:
        assignment = load_selected_assignment(options)
    console = Console(highlight=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("judging")

        def show_progress(done: int, total: int, label: str) -> None:
            progress.update(task, completed=done, total=total, description=label[:40])

        with lock_folder(assignment.course.home / "dist" / "mutation"):
            reports = measure_mutation(assignment, options.problem, options.workers, show_progress)
    console.print(_tabulate(reports))
    complaints = [sentence for report in reports for sentence in report.complaints]
    if not options.problem:
        complaints += complain_of_share(reports)
    if complaints:
        raise SpecError(complaints)
    return 0


def _tabulate(reports: Sequence[ProblemReport]) -> Table:
    from rich.table import Table

    table = Table("problem", "changes", "noticed", "share", "right all the same", "unexplained")
    for report in reports:
        counts = (report.changes, report.noticed, _share(report.noticed, report.changes), report.explained)
        table.add_row(report.name, *map(str, counts), str(report.unexplained))
    changes, noticed = sum(report.changes for report in reports), sum(report.noticed for report in reports)
    table.add_row("all", str(changes), str(noticed), _share(noticed, changes), "", "", style="bold")
    return table


def _share(noticed: int, changes: int) -> str:
    return f"{100 * noticed / max(changes, 1):.1f} %"


if __name__ == "__main__":
    run_command(main)
