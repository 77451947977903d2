"""Run everything once: the release, the autograder, a report, and three submissions graded in the sandbox."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.errors import run_command
from scripts.options import display_path, load_selected_assignment, make_parser

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from scripts.coursespec.model import Assignment


def main(arguments: Sequence[str]) -> int:
    """Build everything, grade three submissions, and print what came of it."""
    from rich.console import Console

    options = make_parser("demo", __doc__).parse_args(arguments)
    console = Console()
    assignment = load_selected_assignment(options)
    home = assignment.course.home
    folder = home / "dist" / "demo"
    build = _build(assignment, home, console)
    table = _grade(assignment, build, folder, console)
    console.print()
    console.print(table)
    console.print(
        f"""
Look next at
  {display_path(folder)}/graded/flawed/feedback.html   what a student sees, in a browser
  {display_path(folder)}/submissions/flawed/           what that student handed in
  spec/README.md                           how a problem is written
  make help                                every command""",
        soft_wrap=True,
    )
    return 0


def _build(assignment: Assignment, root: Path, console: Console) -> Path:
    """Build release, autograder and report, and return the folder of the build."""
    from scripts.build.autograder_zip import write_build, write_zip
    from scripts.build.release import write_release
    from scripts.build.sample import write_sample

    with console.status("building the students' release"):
        release = write_release(assignment, root / "dist")
    console.print(f"Students' release   {display_path(release)}   (no trace of a solution in it)")
    with console.status("building the autograder"):
        build = write_build(assignment)
        size = write_zip(build, root / "dist" / f"{assignment.name}-autograder.zip", root / "autograder.zip")
    console.print(f"For Gradescope      autograder.zip   ({len(build.tree)} files, {size // 1000} kB)")
    with console.status("running the experiments, and setting the report"):
        report = write_sample(assignment)
    contents = f"{len(assignment.questions)} model answers, figures and numbers of quick experiments"
    console.print(f"A sample report     {display_path(report)}   ({contents})", soft_wrap=True)
    return build.folder


def _grade(assignment: Assignment, build: Path, folder: Path, console: Console) -> Table:
    """Grade the examples and return a table of them."""
    from rich.table import Table

    from scripts.build.grader import start_grader
    from scripts.classroom.demo import choose_examples, first_feedback, grade_example

    table = Table("submission", "points", "seconds", "first feedback to its author", title="Submissions")
    with console.status("starting the sandbox"), start_grader(build) as grader:
        console.print(f"Sandbox             tier {grader.plan.tier}: {', '.join(grader.plan.layers)}\n")
        for example in choose_examples(assignment, build, grader.manifest.mistakes):
            started = time.monotonic()
            console.print(f"grading {example.label} ...")
            grading = grade_example(grader, example, folder)
            points = f"{grading.score:g} of {grading.maximum:g}"
            table.add_row(example.label, points, f"{time.monotonic() - started:.1f}", first_feedback(grading))
    return table


if __name__ == "__main__":
    run_command(main)
