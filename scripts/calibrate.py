"""Calibrate accuracy thresholds: train the solution and the known mistakes over many seeds.

Every hidden suite with a function ``measure(student, rng, device)`` is measured; a mistake counts where its FAILS names the
suite. Accuracies, threshold and margin go to ``hidden/calibration.json`` beside the suite. A stopped run goes on where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from scripts.errors import SpecError, run_command
from scripts.options import make_parser, open_course

if TYPE_CHECKING:
    from rich.console import Console

    from scripts.proof.suites import Suite


def main(arguments: Sequence[str]) -> int:
    """Calibrate suites and print their thresholds."""
    from rich.console import Console

    from autograder.files import lock_folder
    from scripts.proof.calibration import find_faults
    from scripts.proof.suites import find_suites
    from scripts.proof.thresholds import MIN_SEEDS

    parser = make_parser("calibrate", __doc__, has_assignment=False)
    parser.add_argument("--problem", help="one problem; otherwise all that measure an accuracy")
    parser.add_argument("--suite", help="one file of its hidden suites, such as test_accuracy.py")
    parser.add_argument("--seeds", type=int, default=MIN_SEEDS, help="runs of the solution and of each mistake")
    parser.add_argument("--device", default="cpu", choices=["cpu", "cuda"])
    options = parser.parse_args(arguments)
    suites = [
        suite for suite in find_suites(options.problem, open_course(options)) if options.suite in (None, suite.file)
    ]
    if not suites:
        raise SpecError(f"--suite {options.suite}: no suite of that name measures an accuracy.")
    for suite in suites:
        if options.seeds < suite.least_seeds:
            raise SpecError(
                f"--seeds {options.seeds}: too few to estimate a deviation of {suite.problem.name}/{suite.file} from; give "
                f"{suite.least_seeds} at least."
            )
    console = Console()
    wrong: list[str] = []
    for suite in suites:
        with lock_folder(suite.course.home / "build" / "calibration"):
            entry = _calibrate(suite, options.seeds, options.device, console)
        best = "no mistake measured" if entry["best_mistake"] is None else f"best mistake {entry['best_mistake']:.1%}"
        console.print(
            f"{suite.problem.name}/{suite.file}: threshold {entry['threshold']:.1%}; the solution reached {entry['lowest']:.1%} to "
            f"{max(entry['solution']):.1%} over {options.seeds} seeds; {best}"
        )
        wrong += [f"{suite.problem.name}/hidden/{suite.file}: {sentence}." for sentence in find_faults(entry)]
    if wrong:
        raise SpecError(wrong)
    return 0


def _calibrate(suite: Suite, seeds: int, device: str, console: Console) -> dict[str, Any]:
    """Calibrate one suite behind a progress bar."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from scripts.proof.calibration import calibrate

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("")

        def show_progress(done: int, total: int, label: str) -> None:
            progress.update(task, completed=done, total=total, description=label)

        return calibrate(suite, seeds, device, show_progress)


if __name__ == "__main__":
    run_command(main)
