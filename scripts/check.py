"""Prove that the spec is sound: full marks for the solution, none for the skeleton, every mistake caught, no leak.

Details go to ``build/check/``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scripts.errors import SpecError, run_command
from scripts.options import display_path, load_selected_assignment, make_parser, open_course

if TYPE_CHECKING:
    from rich.console import Console

    from scripts.coursespec.model import Assignment

MAX_COMPLAINTS = 30  # that are printed; the file has all


def main(arguments: Sequence[str]) -> int:
    """Prove an assignment and print what is wrong."""
    from rich.console import Console

    from scripts.coursespec.one_problem import load_with_problem
    from scripts.proof.calibration_notices import few_seeds_notices, version_notices
    from scripts.proof.proof import Findings, prove, prove_statically
    from scripts.proof.record import write_records

    parser = make_parser("check", __doc__)
    parser.add_argument("--problem", help="grade only this one")
    parser.add_argument("--static", action="store_true", help="read and look for leaks, grade nothing")
    options = parser.parse_args(arguments)
    console = Console(stderr=False, highlight=False)
    name = options.problem or options.assignment
    if options.problem:
        assignment = load_with_problem(options.problem, options.assignment, open_course(options))
    else:
        assignment = load_selected_assignment(options)
    if options.static:
        findings = Findings(complaints=prove_statically(assignment))
    else:
        with console.status(f"checking {name}") as status:
            only = [options.problem] if options.problem else None
            findings = prove(assignment, only, console.print, status.update)
        path = assignment.course.home / "build" / "check" / f"{name}.txt"
        try:
            findings.write(path)
            write_records(assignment, findings.proven)
        except OSError:  # the verdict took minutes; a disk that is full now must not lose it
            verdict = findings.complaints or [f"{name} is sound, but this could not be kept:"]
            console.print("\n".join(verdict), markup=False)
            raise
        console.print(f"{findings.gradings} gradings; details in {display_path(path)}")
    if findings.complaints:
        more = len(findings.complaints) - MAX_COMPLAINTS
        raise SpecError([*findings.complaints[:MAX_COMPLAINTS], *([f"... and {more} more."] if more > 0 else [])])
    if not options.problem:
        _print_originals(assignment, console)
    folders = [problem.folder for problem in assignment.problems]
    for notice in [*version_notices(folders), *few_seeds_notices(folders)]:
        console.print(notice)
    console.print(f"{name} is sound")
    return 0


def _print_originals(assignment: Assignment, console: Console) -> None:
    """Print what the assignment's original asks and what is given here, or a line for each other assignment that says so."""
    from scripts.coursespec.loader import load_assignment
    from scripts.proof.original_table import summarize_original, table_of_original

    if table := table_of_original(assignment):
        console.print(table)
        return
    course = assignment.course
    for name in course.assignment_names():
        if name != assignment.name and course.assignment_file(name).is_relative_to(course.folders[0]):
            try:
                line = summarize_original(load_assignment(name, course))
            except SpecError as error:
                line = error.sentences[0]
            if line:
                console.print(line, markup=False)


if __name__ == "__main__":
    run_command(main)
