"""Run a problem's tests natively, without grader or sandbox: the quick way while writing a problem.

Without options the solution is run. Arguments that are not understood go to pytest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scripts.errors import SpecError, run_command
from scripts.options import make_parser, open_course

if TYPE_CHECKING:
    from scripts.coursespec.course import Course
    from scripts.coursespec.model import Problem
    from scripts.coursespec.variants import Variant


def main(arguments: Sequence[str]) -> int:
    """Run the tests of a problem."""
    from scripts.coursespec.loader import load_unfinished_problem
    from scripts.proof.quick_try import run_tests

    parser = make_parser("try_problem", __doc__, has_assignment=False)
    parser.add_argument("problem")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--mistake", metavar="NAME", help="run this known mistake")
    which.add_argument("--alternative", metavar="NAME", help="run this alternative")
    which.add_argument("--skeleton", action="store_true", help="run the untouched skeleton")
    which.add_argument("--all", action="store_true", help="run everything and say what is not as it should be")
    options, rest = parser.parse_known_args(arguments)
    course = open_course(options)
    problem = load_unfinished_problem(options.problem, course)
    if options.all:
        return _try_all(problem, course, rest)
    if options.skeleton:
        return run_tests(problem, problem.skeleton(), course, rest, weights={}, quiet=False).code
    files, weights = problem.solution(), problem.weights()
    if options.mistake or options.alternative:
        variant = (
            _pick(problem.mistakes, options.mistake, "mistake")
            if options.mistake
            else _pick(problem.alternatives, options.alternative, "alternative")
        )
        files, weights = problem.solution_with(variant), weights | problem.weights(variant)
    return run_tests(problem, files, course, rest, weights=weights, quiet=False).code


def _try_all(problem: Problem, course: Course, arguments: Sequence[str]) -> int:
    """Run everything and print a table; return 1 where something is not as it should be."""
    from rich.console import Console
    from rich.table import Table

    from scripts.proof.quick_try import Trial, try_all

    table = Table("run", "lost / tests", "verdict", title=problem.name)
    complaints: list[str] = []

    def add(trial: Trial) -> None:
        verdict = "[red]wrong[/]" if trial.complaints else "[green]as it should be[/]"
        table.add_row(trial.label, f"{len(trial.run.lost)} / {len(trial.run.tests)}", verdict)
        complaints.extend(f"{trial.label}: {sentence}" for sentence in trial.complaints)

    console = Console()
    with console.status("running"):
        try_all(problem, course, arguments, add)
    console.print(table)
    for complaint in complaints:
        print(f"- {complaint}")
    return 1 if complaints else 0


def _pick(variants: Sequence[Variant], name: str, kind: str) -> Variant:
    for variant in variants:
        if variant.name == name:
            return variant
    known = ", ".join(variant.name for variant in variants)
    raise SpecError(f"there is no {kind} '{name}'; there are: {known or 'none'}.")


if __name__ == "__main__":
    run_command(main)
