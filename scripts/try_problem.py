"""Grade a problem in seconds while writing it, as ``make check`` does, but without the sandbox's layers, hints and other seeds.

Without options the solution is graded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scripts.errors import SpecError, run_command
from scripts.options import make_parser, open_course

if TYPE_CHECKING:
    from autograder.model.grading import Outcome
    from scripts.coursespec.course import Course
    from scripts.coursespec.model import Problem
    from scripts.coursespec.variants import Variant


def main(arguments: Sequence[str]) -> int:
    """Grade a problem's solution, skeleton or variants."""
    from scripts.coursespec.loader import load_unfinished_problem
    from scripts.proof.quick_try import open_tries

    parser = make_parser("try_problem", __doc__, has_assignment=False)
    parser.add_argument("problem")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--mistake", metavar="NAME", help="grade this known mistake")
    which.add_argument("--alternative", metavar="NAME", help="grade this alternative")
    which.add_argument("--skeleton", action="store_true", help="grade the untouched skeleton")
    which.add_argument("--all", action="store_true", help="grade everything and say what is not as it should be")
    options = parser.parse_args(arguments)
    course = open_course(options)
    problem = load_unfinished_problem(options.problem, course)
    if options.all:
        return _try_all(problem, course)
    variant = None
    if options.mistake or options.alternative:
        variant = (
            _pick(problem.mistakes, options.mistake, "mistake")
            if options.mistake
            else _pick(problem.alternatives, options.alternative, "alternative")
        )
    with open_tries(problem, course) as tries:
        outcomes = tries.grade_skeleton() if options.skeleton else tries.grade(variant)
    return min(1, sum(not _show(name, outcome) for name, outcome in outcomes.items()))


def _show(name: str, outcome: Outcome) -> bool:
    """Print all that is known of a test's outcome; return whether it has full marks."""
    is_full = outcome.score >= outcome.test.points
    print(f"{name}: {'passed' if is_full else outcome.reason}")
    if not is_full:
        for text in (outcome.message, outcome.traceback, outcome.hint, outcome.staff, outcome.printed):
            for line in text.splitlines():
                print(f"    {line}")
    return is_full


def _try_all(problem: Problem, course: Course) -> int:
    """Grade everything and print a table; return 1 where something is not as it should be."""
    from rich.console import Console
    from rich.table import Table

    from scripts.proof.quick_try import Trial, try_all

    table = Table("run", "lost / tests", "verdict", title=problem.name)
    complaints: list[str] = []

    def add(trial: Trial) -> None:
        verdict = "[red]wrong[/]" if trial.complaints else "[green]as it should be[/]"
        table.add_row(trial.label, f"{len(trial.lost)} / {len(trial.tests)}", verdict)
        complaints.extend(f"{trial.label}: {sentence}" for sentence in trial.complaints)

    console = Console()
    with console.status("running"):
        try_all(problem, course, add)
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
