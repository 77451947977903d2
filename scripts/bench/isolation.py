"""What the walls cost: the same suites, on the same submission, in workers and in one plain process."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from autograder.model import manifest
from scripts.bench import rivals
from scripts.bench.measure import Cost, middle, run
from scripts.build.autograder_zip import write_build
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import ROOT, Assignment


class Isolation(NamedTuple):
    """Medians over several runs of whole processes, in seconds."""

    tests: int
    protected: Cost
    plain: Cost
    torch_import: Cost

    @property
    def cost(self) -> float:
        """Seconds that a grading takes beyond the plain run: workers, and a second import of torch beside the first."""
        return self.protected.wall - self.plain.wall

    @property
    def ratio(self) -> float:
        """Protected against plain, both whole."""
        return self.protected.wall / self.plain.wall


def measure(assignment: Assignment, runs: int) -> Isolation:
    """Grade the assignment's solution protected and plain, in turn, ``runs`` times."""
    build = write_build(assignment, "5eed" * 8)[0]
    tests = sum(test.device == "cpu" for test in manifest.read(build).tests)
    solution = {name: text.encode() for name, text in assignment.solution().items()}
    protected, plain, imports = [], [], []
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        place = Path(name)
        write_tree(place / "submission", solution)
        folder = rivals.lay_out(place / "plain", build, solution)
        for _ in range(runs):
            command = [sys.executable, "-m", "autograder", build, place / "submission", "--out", place / "out"]
            protected.append(run(command, cwd=ROOT))
            plain.append(rivals.plain_pytest(folder))
            imports.append(run([sys.executable, "-c", "import torch"], cwd=ROOT))
    return Isolation(tests, middle(protected), middle(plain), middle(imports))
