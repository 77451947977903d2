"""Make the sample report: the model answers as a student would hand them in.

Its figures and numbers are those that the solution's experiments give on what data there is. It stays with staff.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.coursespec.files import Tree, read_tree, write_tree
from scripts.errors import SpecError
from scripts.studentkit.report.build import Report, build_report
from scripts.studentkit.report.contents import read_contents
from scripts.studentkit.report.markdown import ReportError

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


def make_sample_report(
    name: str, tree: Tree, experiments: Sequence[str], folder: Path, *, quick: bool = True, quiet: bool = True
) -> Report:
    """Write a solved tree to ``folder``, run its experiments there, and set the report.

    Args:
        name: of the assignment, for messages.
        tree: the staff's tree, with ``report/about.toml`` filled in.
        experiments: names of the modules to run, such as "experiments.train_digits".
        folder: replaced, except what whole experiments remember of an earlier run.
        quick: whether each experiment takes seconds.
        quiet: whether what the experiments print is held back.

    Raises:
        SpecError: an experiment fails, a question has no answer, or an answer names a figure or number that does not exist.
    """
    remembered = {} if quick else {p: data for p, data in read_tree(folder).items() if p.startswith(RUNS)}
    write_tree(folder, {**remembered, **tree})
    if experiments:
        _run_experiments(folder, experiments, quick=quick, quiet=quiet)
    try:
        report = build_report(read_contents(folder), latex=False, system_fonts=False)
    except ReportError as error:
        raise SpecError(str(error)) from error
    wrong = [*report.complaints, *report.remarks, *report.forms]
    wrong += [f"{question.file}: the model answer is empty; write it." for question in report.unanswered]
    wrong += [f"report/answers.toml: {name} has no answer; give it in problem.toml." for name in report.numbers_open]
    if wrong:
        raise SpecError([f"{name}, sample report: {sentence}" for sentence in wrong])
    return report


def _run_experiments(folder: Path, experiments: Sequence[str], *, quick: bool, quiet: bool) -> None:
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
        raise SpecError(f"{' or '.join(experiments)}: an experiment of the solution failed ({last[0]}); fix it.")
