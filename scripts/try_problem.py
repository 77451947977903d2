"""Run a problem's tests natively, without grader or sandbox: the quick way while writing a problem.

Without options the solution is run. Arguments that are not understood go to pytest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from scripts.errors import SpecError, run_command
from scripts.options import make_parser

if TYPE_CHECKING:
    from scripts.coursespec.variants import Variant
    from scripts.proof.quick_try import Draft


def main(arguments: Sequence[str]) -> int:
    """Run the tests of a problem."""
    from scripts.coursespec.course import ROOT
    from scripts.proof.quick_try import read_draft, run_tests

    parser = make_parser("try_problem", __doc__, has_assignment=False)
    parser.add_argument("problem")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--mistake", metavar="NAME", help="run this known mistake")
    which.add_argument("--alternative", metavar="NAME", help="run this alternative")
    which.add_argument("--skeleton", action="store_true", help="run the untouched skeleton")
    which.add_argument("--all", action="store_true", help="run everything and say what is not as it should be")
    options, rest = parser.parse_known_args(arguments)
    draft = read_draft(ROOT / "spec" / "problems" / options.problem)
    if options.all:
        return _try_all(draft, rest)
    if options.mistake:
        files = draft.with_variant(_pick(draft.mistakes, options.mistake, "mistake"))
    elif options.alternative:
        files = draft.with_variant(_pick(draft.alternatives, options.alternative, "alternative"))
    else:
        files = draft.skeleton() if options.skeleton else draft.staff()
    return run_tests(draft, files, rest, quiet=False).code


def _try_all(draft: Draft, arguments: Sequence[str]) -> int:
    """Run everything and print a table; return 1 where something is not as it should be."""
    from rich.console import Console
    from rich.table import Table

    from scripts.proof.quick_try import Trial, try_all

    table = Table("run", "lost / tests", "verdict", title=draft.folder.name)
    complaints: list[str] = []

    def add(trial: Trial) -> None:
        verdict = "[red]wrong[/]" if trial.complaints else "[green]as it should be[/]"
        table.add_row(trial.label, f"{len(trial.run.lost)} / {len(trial.run.tests)}", verdict)
        complaints.extend(f"{trial.label}: {sentence}" for sentence in trial.complaints)

    console = Console()
    with console.status("running"):
        try_all(draft, arguments, add)
    console.print(table)
    for complaint in complaints:
        print(f"- {complaint}")
    return 1 if complaints else 0


def _pick(variants: Mapping[str, Variant], name: str, kind: str) -> Variant:
    if name not in variants:
        raise SpecError(f"there is no {kind} '{name}'; there are: {', '.join(variants) or 'none'}.")
    return variants[name]


if __name__ == "__main__":
    run_command(main)
