"""Grade one submission with the current build, and choose where its reports go."""

from __future__ import annotations

import importlib.util
import itertools
import json
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console

from autograder.api import grade_submission
from autograder.files import lock_folder, write_atomically
from autograder.isolation.workspace import RefusedError
from autograder.model.grading import Grading
from autograder.model.manifest import Device
from autograder.reports import terminal
from autograder.reports.stored_grading import GRADING_NAME, MergeError, read_grading
from autograder.submission import SubmissionError
from scripts.build.autograder_zip import write_build
from scripts.coursespec.model import Assignment
from scripts.coursespec.settings import DISTRIBUTIONS
from scripts.errors import SpecError

MAX_NAMES = 5  # of a build's submissions that a sentence lists
FOLDERS = ".places.json"  # beside the folders of reports: the submission whose reports a folder holds


def choose_report_folder(submission: Path, graded: Path) -> Path:
    """Choose the folder of a submission's reports below ``graded``, and keep the choice.

    The folder has the submission's name, with a number behind it where another submission of that name was graded. Any number of
    commands may choose at once.
    """
    path = os.path.realpath(submission)
    name = Path(path).stem if submission.suffix == ".zip" else Path(path).name
    with lock_folder(graded):
        try:
            folders = msgspec.json.decode((graded / FOLDERS).read_bytes(), type=dict[str, str])
        except (OSError, ValueError):
            folders = {}
        names = (name if number == 1 else f"{name}-{number}" for number in itertools.count(1))
        chosen = next(one for one in names if folders.get(one, path) == path)
        write_atomically(graded / FOLDERS, json.dumps(folders | {chosen: path}, indent=1).encode())
    return graded / chosen


def grade_with_current_build(
    assignment: Assignment, submission: Path, out: Path, device: Device = "cpu", console: Console | None = None
) -> Grading:
    """Grade one submission exactly as on Gradescope, and write its reports.

    Args:
        assignment: what is graded.
        submission: a folder or a zip.
        out: folder for the reports.
        device: "cuda" runs the suites for a GPU too.
        console: where progress is shown.

    Raises:
        SpecError: the submission cannot be graded, and the reports say so; or this machine cannot grade, and no report was written.
    """
    build = write_build(assignment).folder
    try:
        # Another command may bring the build up to date with another spec; it waits until nothing is graded by this one.
        console = console or Console()
        if missing := describe_missing_packages(assignment.settings.packages):
            terminal.say_to(console)(missing)
        with lock_folder(build, shared=True), terminal.show_progress(console) as on_result:
            return grade_submission(
                build, submission, out, device=device, on_result=on_result, on_notice=terminal.say_to(console)
            )
    except (RefusedError, SubmissionError, MergeError) as error:
        raise SpecError(str(error)) from error


def describe_missing_packages(packages: Sequence[str]) -> str:
    """Return a sentence for staff about packages that students may import and that are not installed here; empty where all are."""
    missing = [package for package in packages if importlib.util.find_spec(package) is None]
    if not missing:
        return ""
    them = "it" if len(missing) == 1 else "them"
    install = " ".join(DISTRIBUTIONS.get(package, package) for package in missing)
    return (
        f"Students may import {', '.join(missing)}, and this computer's .venv does not have {them}: code that does so fails here "
        f"and not on Gradescope. Install {them}: .venv/bin/uv pip install {install}"
    )


def describe_mixed_builds(grading: Grading, out: Path) -> str:
    """Return a sentence for staff where submissions beside this one were graded with another build; empty where none was.

    Args:
        grading: of this submission.
        out: the folder of its reports; those of other submissions are in the folders beside it.
    """
    names: dict[tuple[str, str], list[str]] = {(grading.build, grading.inputs): [out.resolve().name]}
    for path in sorted(out.resolve().parent.glob(f"*/{GRADING_NAME}")):
        try:
            other = read_grading(path)
        except MergeError:  # a refusal, or no report of ours
            continue
        if other.assignment == grading.assignment and path.parent != out.resolve():
            names.setdefault((other.build, other.inputs), []).append(path.parent.name)
    if len(names) == 1:
        return ""
    parts = [
        f"build {build}{f' with inputs {inputs}' if inputs else ''} graded {_list_some(folders)}"
        for (build, inputs), folders in names.items()
    ]
    return f"Points given by different builds cannot be compared: {'; '.join(parts)}. Grade all again with the build of today."


def _list_some(names: list[str]) -> str:
    more = len(names) - MAX_NAMES
    return ", ".join(names[:MAX_NAMES]) + (f" and {more} more" if more > 0 else "")
