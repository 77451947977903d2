"""Everything once, to see how it fits together: the release, the autograder, a report, and three submissions graded in the
sandbox."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.api import Grader
from autograder.files import write_atomically
from autograder.isolation.workspace import RefusedError
from autograder.model.grading import Grading
from autograder.model.manifest import Mistake
from autograder.reporting import write_reports
from scripts.build import autograder_zip as building
from scripts.build import release as releasing
from scripts.coursespec.files import write_tree, zipped
from scripts.coursespec.loader import ROOT, Assignment, load_assignment
from scripts.documents.sample_report import write_sample
from scripts.errors import SpecError, run_command


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m scripts.demo", description=__doc__)
    parser.add_argument("--assignment", default="complete")
    options = parser.parse_args(arguments)
    console = Console()
    assignment = load_assignment(options.assignment)
    out = ROOT / "dist" / "demo"

    with console.status("building the students' release"):
        release = releasing.release(assignment, ROOT / "dist")
    console.print(f"Students' release   {_short(release)}   (no trace of a solution in it)")
    with console.status("building the autograder"):
        folder, tree = building.write_build(assignment, None)
        zip_path = ROOT / "autograder.zip"
        write_atomically(zip_path, zipped(tree, building.EXECUTABLE))
    console.print(f"For Gradescope      {_short(zip_path)}   ({len(tree)} files, {zip_path.stat().st_size // 1000} kB)")

    with console.status("running the experiments, and setting the report"):
        report = write_sample(assignment)
    said = f"{len(assignment.questions)} model answers, figures and numbers of quick experiments"
    console.print(f"A sample report     {_short(report)}   ({said})", soft_wrap=True)

    table = Table("submission", "points", "seconds", "first thing its author is told", title="Submissions")
    try:
        with console.status("starting the sandbox"), Grader(folder) as judge:
            console.print(f"Sandbox             tier {judge.plan.tier}: {', '.join(judge.plan.layers)}\n")
            submissions = {
                "the reference solution": {name: text.encode() for name, text in assignment.solution().items()},
                "the untouched skeleton": {name: text.encode() for name, text in assignment.skeleton().items()},
            }
            if judge.manifest.mistakes:
                mistake = _telling(judge.manifest.mistakes)
                label = f"a flawed one ({mistake.name.replace('_', ' ')})"
                submissions[label] = _flawed(assignment, folder, mistake)
            for label, files in submissions.items():
                name = label.split()[-1] if "flawed" not in label else "flawed"
                place = out / "submissions" / name
                write_tree(place, files)
                started = time.monotonic()
                console.print(f"grading {label} ...")
                grading = judge.grade(place)
                write_reports(grading, out / "graded" / name)
                points = f"{grading.score:g} of {grading.maximum:g}"
                table.add_row(label, points, f"{time.monotonic() - started:.1f}", _first(grading))
    except RefusedError as error:
        raise SpecError(str(error)) from error
    console.print()
    console.print(table)
    console.print(
        f"""
Look next at
  {_short(out)}/graded/flawed/feedback.html   what a student sees, in a browser
  {_short(out)}/submissions/flawed/           what that student handed in
  spec/README.md                           how a problem is written
  make help                                every command""",
        soft_wrap=True,
    )
    return 0


def _telling(mistakes: list[Mistake]) -> Mistake:
    """A known mistake for the third submission: the classic one where the assignment has it."""
    for mistake in mistakes:
        if mistake.problem == "convolution" and "flip" in mistake.name:
            return mistake
    return mistakes[0]


def _flawed(assignment: Assignment, build: Path, mistake: Mistake) -> dict[str, bytes]:
    files = {name: text.encode() for name, text in assignment.solution().items()}
    for name in mistake.files:
        files[name] = (build / "mistakes" / mistake.problem / mistake.name / name).read_bytes()
    return files


def _first(grading: Grading) -> str:
    for outcome in grading.outcomes:
        if outcome.status == "failed":
            return f"{outcome.test.number}: {outcome.hint or outcome.message}"
    return "Everything is right."


def _short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    run_command(main, sys.argv[1:])
