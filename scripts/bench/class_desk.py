"""Grade a class at the desk, by a loop of ``make grade``, and by gradescope-utils' runner in a process for each submission."""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from scripts.bench import rivals
from scripts.bench.measure import Cost, median_cost, run_measured
from scripts.build.autograder_zip import write_build
from scripts.coursespec.course import ROOT, Course
from scripts.coursespec.files import write_tree, zipped
from scripts.coursespec.loader import load_assignment

SAMPLE_SIZE = 5  # submissions on which the loops are timed: each of theirs costs the same
ASSIGNMENT = "bench"


class Desk(NamedTuple):
    """Seconds a submission of a class, with start-up, the export read and the record written."""

    submissions: int
    one_job: Cost
    two_jobs: Cost
    loop: Cost  # of `make grade`
    gradescope: Cost


def measure_desk(problem: str, count: int, on_progress: Callable[[str], None]) -> Desk:
    """Grade the same made class in all ways.

    Args:
        problem: the one problem of the class's assignment.
        count: of people, each with other files.
        on_progress: called with what is being timed.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        place = Path(name)
        course = Course.open(_write_course(place / "course", problem))
        assignment = load_assignment(ASSIGNMENT, course)
        (one,) = assignment.problems
        kinds = [assignment.hand_in(variant) for variant in [None, *one.alternatives, *one.mistakes]]
        classes = [_make_unlike(kinds[index % len(kinds)], index) for index in range(count)]
        with zipfile.ZipFile(place / "export.zip", "w") as export:
            for index, files in enumerate(classes, 1):
                export.writestr(f"Person {index}_{index}_assignsubmission_file/hw.zip", zipped(files))
        build = write_build(assignment).folder
        costs = []
        for jobs in (1, 2):
            on_progress(f"the desk with JOBS={jobs}")
            whole = run_measured(
                [sys.executable, "-m", "scripts.grade_class", "--course", course.home, "--assignment", ASSIGNMENT,
                 "--class", place / f"class-{jobs}", "--jobs", jobs, place / "export.zip"],
                cwd=ROOT,
            )  # fmt: skip
            costs.append(Cost(whole.wall / count, whole.cpu / count))
        loop, theirs = [], []
        on_progress("loops of single gradings")
        for index in range(min(SAMPLE_SIZE, count)):
            folder = place / f"single-{index}"
            write_tree(folder, classes[index])
            loop.append(
                run_measured(
                    ["make", "--silent", "grade", f"COURSE={course.home}", f"ASSIGNMENT={ASSIGNMENT}",
                     f"SUBMISSION={folder}", f"OUT={place / f'out-{index}'}"],
                    cwd=ROOT,
                )
            )  # fmt: skip
            theirs.append(rivals.run_gradescope_utils(rivals.lay_out(place / f"plain-{index}", build, classes[index])))
    one_job, two_jobs = costs
    return Desk(count, one_job, two_jobs, median_cost(loop), median_cost(theirs))


def _write_course(folder: Path, problem: str) -> Path:
    path = folder / "assignments" / f"{ASSIGNMENT}.toml"
    path.parent.mkdir(parents=True)
    problem_part = f'[[problems]]\nname = "{problem}"\npoints = 10\n'
    head = 'title = "Bench"\ncourse = "Bench"\nterm = "today"\npackages = ["torch", "numpy"]\n\n'
    path.write_text(head + problem_part, encoding="utf-8")
    return folder


def _make_unlike(files: dict[str, bytes], index: int) -> dict[str, bytes]:
    """Return the files with a comment of their own, so that nobody's result is somebody else's."""
    return {name: data + (f"# {index}\n".encode() if name.endswith(".py") else b"") for name, data in files.items()}
