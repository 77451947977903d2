"""Grade a class of submissions with this grader and with the others."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from scripts.bench import rivals
from scripts.bench.measure import Cost, median_cost, run_measured
from scripts.build.autograder_zip import write_build
from scripts.coursespec.course import ROOT
from scripts.coursespec.files import write_tree
from scripts.coursespec.model import Assignment

SAMPLE_SIZE = 5  # submissions that the slower runners are timed on


class Throughput(NamedTuple):
    """Seconds a submission, one after another, as whole processes. ``otter`` is None where it cannot be installed."""

    submissions: int
    ours: Cost
    gradescope: Cost
    otter: Cost | None


def measure_throughput(
    assignment: Assignment, count: int, otter_place: Path | None, on_progress: Callable[[str], None]
) -> Throughput:
    """Grade submissions of a one-file assignment: the solution, its alternatives and its mistakes in turn.

    Args:
        assignment: of one problem.
        count: of submissions.
        otter_place: folder of Otter's environment; None to leave Otter out.
        on_progress: called with what is being timed.
    """
    build = write_build(assignment, "5eed" * 8).folder
    submissions = _make_class(assignment, count)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        place = Path(name)
        for index, files in enumerate(submissions):
            write_tree(place / "class" / str(index), files)
        on_progress("ours")
        ours = _grade_class(build, place, count)
        on_progress("gradescope-utils' runner")
        folders = [
            rivals.lay_out(place / f"plain-{index}", build, submissions[index])
            for index in range(min(SAMPLE_SIZE, count))
        ]
        theirs = median_cost([rivals.run_gradescope_utils(folder) for folder in folders])
        otters = None
        if otter_place is not None:
            on_progress("otter run")
            otter = rivals.Otter(otter_place)
            otter.install()
            zip_path = otter.generate(folders[0])
            costs = []
            for index in range(min(SAMPLE_SIZE, count)):
                ((path, source),) = submissions[index].items()
                out = place / f"otter-{index}"
                costs.append(otter.grade(zip_path, otter.write_submission(source, path, out), out))
            otters = median_cost(costs)
    return Throughput(count, ours, theirs, otters)


def _grade_class(build: Path, place: Path, count: int) -> Cost:
    """Grade the whole class in one process, with its start-up and every report."""
    whole = run_measured(
        [sys.executable, "-m", "scripts.bench.ours", build, place / "class", place / "graded"], cwd=ROOT
    )
    return Cost(whole.wall / count, whole.cpu / count)


def _make_class(assignment: Assignment, count: int) -> list[dict[str, bytes]]:
    (problem,) = assignment.problems
    kinds = [assignment.hand_in(variant) for variant in [None, *problem.alternatives, *problem.mistakes]]
    return [kinds[index % len(kinds)] for index in range(count)]
