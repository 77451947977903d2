"""What isolation costs, how fast a class is graded, and what the commands take: ``python -m scripts.bench``.

Everything that is compared is measured in the same run on the same machine, as whole processes. The table says what was
asked for and what was found; figures go to ``dist/bench.json``.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import math
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
import torch
from rich.console import Console
from rich.table import Table

from autograder.files import write_atomically
from scripts.bench import isolation, measure, throughput
from scripts.build.autograder_zip import write_build
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import ROOT, Assignment, load_assignment
from scripts.errors import run_command
from scripts.proof.proof import alone

LIGHT, TRAINING = "convolution", "training"


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--submissions", type=int, default=50)
    parser.add_argument("--assignment", default="complete")
    parser.add_argument("--without-otter", action="store_true", help="where Otter-Grader cannot be installed")
    options = parser.parse_args(arguments)
    console = Console()
    rows: list[tuple[str, str, str, bool | None]] = []
    figures: dict[str, object] = {"torch": torch.__version__, "runs": options.runs}

    def row(name: str, found: str, asked: str, met: bool | None) -> None:
        rows.append((name, found, asked, met))
        console.print(f"  {name}: {found} (asked: {asked})")

    console.print("Isolation, one submission ...")
    light = isolation.measure(_on_code(LIGHT), options.runs)
    figures["light"] = light._asdict()
    most = 0.030 * light.tests + light.torch_import.wall
    asked = f"at most {most:.2f} s: 30 ms a test and one import of torch"
    row(f"isolation of {LIGHT}, {light.tests} tests", f"{light.cost:.2f} s more than plain", asked, light.cost <= most)
    heavy = isolation.measure(_on_code(TRAINING), options.runs)
    figures["training"] = heavy._asdict()
    row(f"isolation of {TRAINING}", f"{heavy.ratio:.2f} x plain", "at most 1.10 x", heavy.ratio <= 1.10)

    console.print(f"A class of {options.submissions} ...")
    place = None if options.without_otter else ROOT / "build" / "otter-environment"
    found = throughput.measure(
        _on_code(LIGHT), options.submissions, place, lambda name: console.print(f"  timing {name}")
    )
    figures["class"] = found._asdict()
    ratio = found.gradescope.wall / found.ours.wall
    seconds = f"{found.ours.wall:.2f} s against {found.gradescope.wall:.2f} s a submission"
    row("throughput against gradescope-utils", f"{ratio:.1f} x ({seconds})", "at least 4 x", ratio >= 4)
    if found.otter is not None:
        ratio = found.otter.wall / found.ours.wall
        row("throughput against otter run", f"{ratio:.1f} x ({found.otter.wall:.2f} s)", "at least 20 x", ratio >= 20)

    console.print("Commands ...")
    commands = {"make autograder.zip": "scripts.autograder_zip", "make release": "scripts.release"}
    for name, module in commands.items():
        command = [sys.executable, "-m", module, "--assignment", options.assignment]
        cost = measure.middle([measure.run(command, cwd=ROOT) for _ in range(options.runs)])
        figures[name] = cost._asdict()
        row(name, f"{cost.wall:.2f} s", "under 2 s", cost.wall < 2)
    size = (ROOT / "autograder.zip").stat().st_size
    row("autograder.zip", f"{size / 1e3:.0f} kB", "under 1 MB", size < 1e6)

    assignment = load_assignment(options.assignment)
    build = write_build(assignment, "5eed" * 8)[0]
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        submission = Path(name) / "submission"
        write_tree(submission, {path: text.encode() for path, text in assignment.solution().items()})
        command = [sys.executable, "-m", "autograder", build, submission, "--out", Path(name) / "out"]
        whole = measure.run(command, cwd=ROOT)
        row(f"the whole of {options.assignment}", f"{whole.wall:.1f} s", "under 60 s", whole.wall < 60)
        memory, processes = measure.peak_memory_mb(command, cwd=ROOT)
    figures["whole"], figures["peak_memory_mb"] = whole._asdict(), memory
    small = "+cpu" in torch.__version__
    asked = "below 768 MB with CPU wheels" + ("" if small else "; this is torch's CUDA build")
    told = not math.isnan(memory)
    peak = f"{memory:.0f} MB in {processes} processes" if told else "cannot be told here: run as root on Linux"
    row("peak memory (PSS)", peak, asked, memory < 768 if small and told else None)

    table = Table("what", "found", "asked for", "")
    for what, got, asked, met in rows:
        table.add_row(what, got, asked, {True: "[green]met[/]", False: "[red]missed[/]", None: "not asked here"}[met])
    console.print(table)
    path = ROOT / "dist" / "bench.json"
    write_atomically(path, json.dumps(figures, indent=1).encode())
    console.print(f"Figures: {path.relative_to(ROOT)}")
    return 0


def _on_code(name: str) -> Assignment:
    """An assignment of one problem and its tests of code. Numbers of the report stay out: Otter is handed one script."""
    assignment = alone(name)
    (problem,) = assignment.problems
    modules = {path.removesuffix(".py").replace("/", ".") for path in problem.sources}
    problem = dataclasses.replace(
        problem,
        settings=msgspec.structs.replace(problem.settings, numbers=[]),
        tests=tuple(test for test in problem.tests if test.module in modules),
        mistakes=tuple(mistake for mistake in problem.mistakes if mistake.target in problem.sources),
    )
    return dataclasses.replace(assignment, problems=(problem,))


if __name__ == "__main__":
    run_command(main, sys.argv[1:])
