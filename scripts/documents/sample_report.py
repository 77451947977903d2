"""The sample report of an assignment, ``dist/<assignment>-report.pdf``: the model answers as a student would hand them in, with
the figures and numbers that the solution's experiments give on what data there is. It stays with staff.

Quick runs take seconds; ``--full`` runs the whole experiments, on ``$COURSE_DATA`` where it is set, and goes on where it was
stopped."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from autograder.files import write_atomically
from scripts.build.report_scaffold import about
from scripts.build.student_tree import render
from scripts.coursespec.files import read_tree, write_tree
from scripts.coursespec.loader import ROOT, Assignment, load_assignment
from scripts.errors import SpecError, run_command
from scripts.studentkit.report.contents import read
from scripts.studentkit.report.making import Report, make
from scripts.studentkit.report.markdown import ReportError

ABOUT = about(
    "Sam Sample",
    "sample",
    ["Nobody: this is the course's own sample, and its answers are the model answers"],
    ["I. Goodfellow, J. Shlens, C. Szegedy: Explaining and Harnessing Adversarial Examples, 2015, arXiv:1412.6572"],
)
RUNS = "report/runs/"

# All experiments in one process, which imports torch once.
RUNNER = """\
import runpy, sys
import matplotlib.pyplot as plt
name, *experiments = sys.argv[1:]
for experiment in experiments:
    sys.argv = [experiment] + (["--quick"] if name == "quick" else [])
    runpy.run_module(experiment, run_name="__main__", alter_sys=True)
    plt.close("all")
"""


def sample(assignment: Assignment, folder: Path, *, quick: bool = True, quiet: bool = True) -> Report:
    """Write the staff's tree to ``folder``, run its experiments there, and set the report.

    Args:
        folder: replaced, but for what whole experiments remember of an earlier run.
        quick: whether each experiment takes seconds.
        quiet: whether what the experiments print is kept back.

    Raises:
        SpecError: an experiment fails, a question has no answer, or an answer names a figure or number that nothing made.
    """
    remembered = {} if quick else {p: data for p, data in read_tree(folder).items() if p.startswith(RUNS)}
    write_tree(folder, {**remembered, **render(assignment, solved=True), "report/about.toml": ABOUT})
    experiments = [
        f"experiments.{PurePosixPath(path).stem}" for problem in assignment.problems for path in problem.experiments
    ]
    if experiments:
        _run(folder, experiments, quick=quick, quiet=quiet)
    try:
        contents = read(folder)
        report = make(contents, latex=False, system_fonts=False)
    except ReportError as error:
        raise SpecError(str(error)) from error
    wrong = [*report.complaints, *report.remarks]
    wrong += [f"{question.file}: the model answer is empty; write it." for question in report.unanswered]
    wrong += [f"report/answers.toml: {name} has no answer; give it in problem.toml." for name in report.numbers_open]
    if wrong:
        raise SpecError([f"{assignment.name}, sample report: {sentence}" for sentence in wrong])
    return report


def _run(folder: Path, experiments: Sequence[str], *, quick: bool, quiet: bool) -> None:
    try:
        done = subprocess.run(
            [sys.executable, "-c", RUNNER, "quick" if quick else "full", *experiments],
            cwd=folder,
            env={**os.environ, "MPLBACKEND": "Agg", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=quiet,
            text=True,
            errors="replace",
        )
    except OSError as error:
        raise SpecError(f"{sys.executable}: the experiments could not be started ({error.strerror}).") from error
    if done.returncode:
        last = (done.stderr or "").strip().splitlines()[-1:] or ["what it printed stands above"]
        raise SpecError(f"{' or '.join(experiments)}: an experiment of the solution failed ({last[0]}); mend it.")


def write_sample(assignment: Assignment, *, quick: bool = True, quiet: bool = True) -> Path:
    """``dist/<assignment>-report.pdf``, written."""
    report = sample(assignment, ROOT / "build" / "sample" / assignment.name, quick=quick, quiet=quiet)
    path = ROOT / "dist" / f"{assignment.name}-report.pdf"
    write_atomically(path, report.pdf)
    return path


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m scripts.sample", description=__doc__)
    parser.add_argument("--assignment", default="complete")
    parser.add_argument("--full", action="store_true", help="run the whole experiments; minutes to hours")
    options = parser.parse_args(arguments)
    assignment = load_assignment(options.assignment)
    path = write_sample(assignment, quick=not options.full, quiet=False)
    print(f"{path.relative_to(ROOT)} written ({len(assignment.questions)} questions, every one answered)")
    return 0


if __name__ == "__main__":
    run_command(main, sys.argv[1:])
