"""``python -m autograder BUILD SUBMISSION --out DIR``: grade one submission and write its reports.

Exits with 0 when a grade was given, whatever it is, and with 2 when none could be, with the reason on standard error.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from autograder.gradescope.late_policy import compute_lateness
from autograder.gradescope.metadata import read_metadata
from autograder.isolation.layers.plan import Tier
from autograder.isolation.workspace import GradingWorkspace, RefusedError
from autograder.model.grading import Grading, Lateness, Outcome
from autograder.model.manifest import Device
from autograder.reporting import write_reports
from autograder.reports import terminal
from autograder.reports.stored_grading import GRADING_NAME, MergeError, merge_gradings, read_grading

if TYPE_CHECKING:
    from autograder.api import Grader


def grade_to(
    build: Path,
    submission: Path,
    out: Path,
    *,
    metadata: Path | None = None,
    device: Device = "cpu",
    results: Path | None = None,
    tier: Tier | None = None,
    console: Console | None = None,
) -> Grading:
    """Grade ``submission`` and write its reports into ``out``: results.json, grading.json, feedback.html for the student, and
    staff.html and staff.txt for staff.

    With ``device="cuda"`` the suites that need a GPU run on it. What the CPU run found is taken from an earlier grading in
    ``out`` where that is of the same files and build, and found again otherwise, so that the report is whole.

    Args:
        results: where results.json goes, when not into ``out``.

    Raises:
        RefusedError, intake.SubmissionError, ValueError: no grade can be given; nothing was written.
    """
    console = console or Console()
    _see_that_it_can_be_written(out)
    if device == "cuda" and not _has_gpu():
        raise RefusedError("There is no GPU here that torch can use; grade with DEVICE=cuda on a machine that has one.")
    late = Lateness()
    if metadata is not None:
        dates = read_metadata(metadata)
    grading: Grading | None = None
    order: list[Device] = ["cpu"] if device == "cpu" else ["cuda", "cpu"]
    for place in order:
        if place == "cpu" and device == "cuda":
            assert grading is not None
            earlier = _earlier(out, grading)
            if earlier is not None:
                grading = merge_gradings(earlier, grading)
                break
        with GradingWorkspace(build, device=place, tier=tier) as stage:
            from autograder.api import Grader  # here, because it imports torch while the stage's fork server does

            grader = Grader(stage)
            if metadata is not None:
                late = compute_lateness(dates, grader.manifest.late)
            count = sum(test.device == place for test in grader.manifest.tests)
            if device == "cuda" and place == "cuda" and count == 0:
                raise RefusedError(
                    f"The assignment {grader.manifest.assignment} has no suites for a GPU; use DEVICE=cpu."
                )
            found = _graded(grader, submission, late, count, console)
        grading = found if grading is None else merge_gradings(found, grading)
    assert grading is not None
    write_reports(grading, out, results=results)
    return grading


def _see_that_it_can_be_written(out: Path) -> None:
    """Before minutes of grading, not after."""
    there = next(folder for folder in (out.absolute(), *out.absolute().parents) if folder.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        what = "is no folder" if not there.is_dir() else "cannot be written"
        raise RefusedError(f"The reports cannot be put into {out}: {there} {what}. Choose another folder (OUT=...).")


def _has_gpu() -> bool:
    import torch

    return torch.cuda.is_available()


def _graded(grader: Grader, submission: Path, late: Lateness, count: int, console: Console) -> Grading:
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=count)

        def step(outcome: Outcome) -> None:
            bar.update(task, advance=1, description=f"{outcome.test.problem} {outcome.test.number}")

        return grader.grade(submission, lateness=late, progress=step)


def _earlier(out: Path, grading: Grading) -> Grading | None:
    """The grading in ``out`` that a CPU run of the same submission and build left, if there is one."""
    try:
        earlier = read_grading(out / GRADING_NAME)
    except MergeError:
        return None
    same = (earlier.build, earlier.digest) == (grading.build, grading.digest)
    if not same or not any(outcome.ran_on == "cpu" for outcome in earlier.outcomes):
        return None
    fresh = [
        msgspec.structs.replace(outcome, status="waiting", reason="waiting", score=0.0, ran_on=None)
        if outcome.test.device == "cuda"
        else outcome
        for outcome in earlier.outcomes
    ]
    return msgspec.structs.replace(earlier, outcomes=fresh)


def main(arguments: Sequence[str] | None = None) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m autograder", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("build", type=Path, help="what scripts.build wrote, or the unpacked zip")
    parser.add_argument("submission", type=Path, help="a folder or a zip")
    parser.add_argument("--out", type=Path, required=True, help="folder for the reports")
    parser.add_argument("--results", type=Path, help="where results.json goes instead")
    parser.add_argument("--metadata", type=Path, help="Gradescope's submission_metadata.json, for the late policy")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--tier", choices=["root", "user", "practice"], help="sandbox tier instead of the strongest")
    options = parser.parse_args(arguments)
    console = Console()
    try:
        grading = grade_to(
            options.build, options.submission, options.out, metadata=options.metadata, device=options.device,
            results=options.results, tier=options.tier, console=console,
        )  # fmt: skip
    except OSError as error:
        print(
            f"error: {error.filename or 'this machine'}: {error.strerror or error}; make room or choose another place.",
            file=sys.stderr,
        )
        return 2
    except (RefusedError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped; no report was written", file=sys.stderr)
        return 130
    terminal.show(grading, console)
    width = shutil.get_terminal_size().columns
    out = options.out
    if out.is_absolute() and out.is_relative_to(Path.cwd()):
        out = out.relative_to(Path.cwd())
    where = f"Reports: {out} (feedback.html for the student, staff.html for you)"
    console.print(where, soft_wrap=width < 60, markup=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
