"""What the walls cost: the same suites, on the same submission, in workers and in one plain process."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from autograder import manifest
from scripts.bench import rivals
from scripts.bench.measure import Cost, middle, run
from scripts.build import write_build
from scripts.files import write_tree
from scripts.spec import ROOT, Assignment


class Isolation(NamedTuple):
    """Medians over several runs of whole processes, in seconds."""

    tests: int
    protected: Cost
    plain: Cost
    torch_import: Cost

    @property
    def milliseconds_a_test(self) -> float:
        """What isolation adds to a test, beyond the one import of torch that the fork server needs. Negative where the grader,
        which makes one worker ready while another works, is the faster one."""
        return (self.protected.wall - self.plain.wall - self.torch_import.wall) / self.tests * 1000

    @property
    def ratio(self) -> float:
        """Protected against plain, the import of torch taken off the protected side, where it happens twice."""
        return (self.protected.wall - self.torch_import.wall) / self.plain.wall


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
