"""Write an assignment's sample report, ``dist/<assignment>-report.pdf``, from the tree that staff get."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from autograder.files import lock_folder, write_atomically
from scripts.build.report_scaffold import ABOUT_PATH, make_about
from scripts.build.student_tree import render
from scripts.coursespec.model import Assignment
from scripts.documents.sample_report import make_sample_report
from scripts.studentkit.report.build import Report

COLLABORATORS = ["None: this is the course's own sample, and its answers are the model answers"]
REFERENCES = [
    "I. Goodfellow, J. Shlens, C. Szegedy: Explaining and Harnessing Adversarial Examples, 2015, arXiv:1412.6572"
]


def build_sample(assignment: Assignment, folder: Path, *, quick: bool = True, quiet: bool = True) -> Report:
    """Render the staff's tree into ``folder``, run its experiments there, and set the report.

    Args:
        assignment: whose report it is.
        folder: replaced, except what whole experiments remember of an earlier run.
        quick: whether each experiment takes seconds.
        quiet: whether what the experiments print is held back.

    Raises:
        SpecError: an experiment fails, a question has no answer, or an answer names a figure or number that does not exist.
    """
    about = make_about("Sam Sample", "sample", assignment.name, COLLABORATORS, REFERENCES)
    tree = {**render(assignment, solved=True), ABOUT_PATH: about}
    experiments = [
        f"experiments.{PurePosixPath(path).stem}" for problem in assignment.problems for path in problem.experiments
    ]
    return make_sample_report(assignment.name, tree, experiments, folder, quick=quick, quiet=quiet)


def write_sample(assignment: Assignment, *, quick: bool = True, quiet: bool = True) -> Path:
    """Write ``dist/<assignment>-report.pdf`` and return its path; see ``build_sample`` for the arguments."""
    folder = assignment.course.home / "build" / "sample" / assignment.name
    with lock_folder(folder):
        report = build_sample(assignment, folder, quick=quick, quiet=quiet)
        path = assignment.course.home / "dist" / f"{assignment.name}-report.pdf"
        write_atomically(path, report.pdf)
    return path
