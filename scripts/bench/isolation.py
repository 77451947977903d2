"""Measure what the sandbox costs: the same suites, on the same submission, in workers and in one plain process."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from autograder.model import manifest
from scripts.bench import rivals
from scripts.bench.measure import Cost, median_cost, run_measured
from scripts.build.autograder_zip import write_build
from scripts.coursespec.course import ROOT
from scripts.coursespec.files import write_tree
from scripts.coursespec.model import Assignment


class Isolation(NamedTuple):
    """Medians over several runs of whole processes, in seconds."""

    tests: int
    protected: Cost
    plain: Cost
    torch_import: Cost

    @property
    def cost(self) -> float:
        """Seconds that a grading takes more than the plain run: workers, and a second import of torch beside the first."""
        return self.protected.wall - self.plain.wall

    @property
    def ratio(self) -> float:
        """Seconds of a protected run for each second of a plain run."""
        return self.protected.wall / self.plain.wall


def measure_isolation(assignment: Assignment, runs: int) -> Isolation:
    """Grade the assignment's solution protected and plain, in turn, ``runs`` times."""
    build = write_build(assignment, "5eed" * 8).folder
    tests = sum(test.device == "cpu" for test in manifest.read(build).tests)
    solution = assignment.hand_in()
    protected, plain, imports = [], [], []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        write_tree(folder / "submission", solution)
        plain_tree = rivals.lay_out(folder / "plain", build, solution)
        for _ in range(runs):
            command = [sys.executable, "-m", "autograder", build, folder / "submission", "--out", folder / "out"]
            protected.append(run_measured(command, cwd=ROOT))
            plain.append(rivals.run_pytest(plain_tree))
            imports.append(run_measured([sys.executable, "-c", "import torch"], cwd=ROOT))
    return Isolation(tests, median_cost(protected), median_cost(plain), median_cost(imports))
