"""Run the benchmarks and hold what was found against what was asked for."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import torch

from autograder.files import write_atomically
from scripts.bench import class_desk, isolation, measure, throughput
from scripts.build.autograder_zip import write_build
from scripts.coursespec.course import ROOT
from scripts.coursespec.files import write_tree
from scripts.coursespec.model import Assignment
from scripts.coursespec.one_problem import load_alone

LIGHT, TRAINING = "convolution", "training"  # problems: many short tests, one long one
SEED = "5eed" * 8
OTTER_PLACE = ROOT / "build" / "otter-environment"
COMMANDS = {"make autograder.zip": "scripts.autograder_zip", "make release": "scripts.release"}

Figures = dict[str, object]


@dataclass(frozen=True)
class Row:
    """One benchmark. ``is_met`` is None where nothing is asked on this machine."""

    name: str
    found: str
    asked: str
    is_met: bool | None


OnResult = Callable[[Row], None]


def run_benchmarks(
    assignment: Assignment,
    *,
    runs: int,
    submissions: int,
    with_otter: bool,
    on_result: OnResult,
    on_progress: Callable[[str], None],
) -> Figures:
    """Run all benchmarks and return their figures.

    Args:
        assignment: what the commands are timed on, and graded as a whole.
        runs: of everything that a median is taken of.
        submissions: size of the class.
        with_otter: whether to install and time Otter-Grader too.
        on_result: called with each benchmark.
        on_progress: called with what is being measured.

    Raises:
        RuntimeError: a command failed.
    """
    figures: Figures = {"torch": torch.__version__, "runs": runs}
    on_progress("Isolation, one submission ...")
    figures |= _measure_isolation(runs, on_result)
    on_progress(f"A class of {submissions} ...")
    otter_place = OTTER_PLACE if with_otter else None
    figures |= _measure_class(submissions, otter_place, on_result, lambda name: on_progress(f"  timing {name}"))
    on_progress(f"A class of {2 * submissions} at the desk ...")
    figures |= _measure_desk(2 * submissions, on_result, lambda name: on_progress(f"  timing {name}"))
    on_progress("Commands ...")
    figures |= _measure_commands(assignment.name, runs, on_result)
    figures |= _measure_whole(assignment, on_result)
    return figures


def write_figures(figures: Figures) -> Path:
    """Write ``dist/bench.json`` and return its path."""
    path = ROOT / "dist" / "bench.json"
    write_atomically(path, json.dumps(figures, indent=1).encode())
    return path


def _measure_isolation(runs: int, on_result: OnResult) -> Figures:
    light = isolation.measure_isolation(_load_code_only(LIGHT), runs)
    most = 0.030 * light.tests + light.torch_import.wall
    asked = f"at most {most:.2f} s: 30 ms a test and one import of torch"
    found = f"{light.cost:.2f} s more than plain"
    on_result(Row(f"isolation of {LIGHT}, {light.tests} tests", found, asked, light.cost <= most))
    heavy = isolation.measure_isolation(_load_code_only(TRAINING), runs)
    found = f"{heavy.ratio:.2f} x plain"
    on_result(Row(f"isolation of {TRAINING}", found, "at most 1.10 x", heavy.ratio <= 1.10))
    return {"light": light._asdict(), "training": heavy._asdict()}


def _measure_class(
    submissions: int, otter_place: Path | None, on_result: OnResult, on_progress: Callable[[str], None]
) -> Figures:
    found = throughput.measure_throughput(_load_code_only(LIGHT), submissions, otter_place, on_progress)
    ratio = found.gradescope.wall / found.ours.wall
    seconds = f"{found.ours.wall:.2f} s against {found.gradescope.wall:.2f} s a submission"
    on_result(Row("throughput against gradescope-utils", f"{ratio:.1f} x ({seconds})", "at least 4 x", ratio >= 4))
    if found.otter is not None:
        ratio = found.otter.wall / found.ours.wall
        result = f"{ratio:.1f} x ({found.otter.wall:.2f} s)"
        on_result(Row("throughput against otter run", result, "at least 20 x", ratio >= 20))
    return {"class": found._asdict()}


def _measure_desk(submissions: int, on_result: OnResult, on_progress: Callable[[str], None]) -> Figures:
    found = class_desk.measure_desk(LIGHT, submissions, on_progress)
    for rival, name in ((found.loop, "a loop of make grade"), (found.gradescope, "gradescope-utils, a process each")):
        for jobs, ours in ((1, found.one_job), (2, found.two_jobs)):
            seconds = f"{ours.wall:.2f} s against {rival.wall:.2f} s a submission; CPU {ours.cpu:.2f} s against {rival.cpu:.2f} s"
            ratio = rival.wall / ours.wall
            on_result(
                Row(f"desk with JOBS={jobs} against {name}", f"{ratio:.1f} x ({seconds})", "more than 1 x", ratio > 1)
            )
    return {"desk": found._asdict()}


def _measure_commands(assignment: str, runs: int, on_result: OnResult) -> Figures:
    figures: Figures = {}
    for name, module in COMMANDS.items():
        command = [sys.executable, "-m", module, "--assignment", assignment]
        cost = measure.median_cost([measure.run_measured(command, cwd=ROOT) for _ in range(runs)])
        figures[name] = cost._asdict()
        on_result(Row(name, f"{cost.wall:.2f} s", "under 2 s", cost.wall < 2))
    size = (ROOT / "autograder.zip").stat().st_size
    on_result(Row("autograder.zip", f"{size / 1e3:.0f} kB", "under 2 MB", size < 2e6))
    return figures


def _measure_whole(assignment: Assignment, on_result: OnResult) -> Figures:
    build = write_build(assignment, SEED).folder
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        submission = Path(name) / "submission"
        write_tree(submission, assignment.hand_in())
        command = [sys.executable, "-m", "autograder", build, submission, "--out", Path(name) / "out"]
        whole = measure.run_measured(command, cwd=ROOT)
        on_result(Row(f"the whole of {assignment.name}", f"{whole.wall:.1f} s", "under 60 s", whole.wall < 60))
        memory, processes = measure.measure_peak_memory(command, cwd=ROOT)
    is_cpu_build = "+cpu" in torch.__version__
    asked = "below 768 MB with CPU wheels" + ("" if is_cpu_build else "; this is torch's CUDA build")
    is_known = not math.isnan(memory)
    found = f"{memory:.0f} MB in {processes} processes" if is_known else "not known here: run as root on Linux"
    on_result(Row("peak memory (PSS)", found, asked, memory < 768 if is_cpu_build and is_known else None))
    return {"whole": whole._asdict(), "peak_memory_mb": memory}


def _load_code_only(name: str) -> Assignment:
    """Load an assignment of one problem with only its tests of code, because Otter is given one script."""
    assignment = load_alone(name)
    (problem,) = assignment.problems
    modules = {path.removesuffix(".py").replace("/", ".") for path in problem.sources}
    problem = dataclasses.replace(
        problem,
        settings=msgspec.structs.replace(problem.settings, numbers=[]),
        tests=tuple(test for test in problem.tests if test.module in modules),
        mistakes=tuple(mistake for mistake in problem.mistakes if mistake.target in problem.sources),
    )
    return dataclasses.replace(assignment, problems=(problem,))
