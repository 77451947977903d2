"""Find the hidden suites that measure an accuracy: those with a function ``measure(student, rng, device)``.

Where everything random is told to student code anyway, its second argument may be ``seed``.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from scripts.coursespec.course import KIT, ROOT, Course
from scripts.coursespec.files import read_text
from scripts.coursespec.loader import find_folder, load_unfinished_problem
from scripts.coursespec.model import Problem
from scripts.coursespec.syntax import readable
from scripts.errors import SpecError
from scripts.proof.native import list_gpu_suites, solved_elsewhere
from scripts.proof.thresholds import FEW_SEEDS, MIN_SEEDS

RESULT = "calibration.json"
# Of the test kit: what every suite may depend on, and what its ``pictures`` are made by.
SHARED = ("datasets", "accuracy_checks", "probes/classifiers")
DRAWINGS = ("pictures", "drawings", "lettering")


@dataclass(frozen=True)
class Suite:
    """One hidden test file that measures an accuracy."""

    problem: Problem
    course: Course
    file: str  # "test_accuracy.py"
    tests: tuple[str, ...]
    test_size: int
    text: str

    @property
    def result(self) -> Path:
        """Where the calibration is kept."""
        return self.problem.folder / "hidden" / RESULT

    @property
    def least_seeds(self) -> int:
        """How many runs a threshold needs: fewer where the suite is for GPU runners, as a run takes minutes without one."""
        is_gpu_suite = f"hidden/{self.file}" in list_gpu_suites(self.problem.name, self.course)
        return FEW_SEEDS if is_gpu_suite else MIN_SEEDS

    @property
    def code(self) -> str:
        """A digest of everything that the solution's accuracies depend on."""
        return self.digest(self.problem.solution())

    def digest(self, files: Mapping[str, str]) -> str:
        """Return a digest of everything that the accuracies of ``files`` depend on."""
        probes = self.problem.probes
        shown = {f"testkit/probes/{self.problem.name}.py": read_text(probes, str(probes))} if probes else {}
        beside = [self.result.with_name(name) for name in re.findall(r'with_name\("(\w+\.py)"\)', self.text)]
        helpers = [read_text(path, str(path)) for path in beside]
        return _digest(self.text, helpers, {**solved_elsewhere(self.problem, files, self.course), **shown, **files})

    def relevant(self) -> dict[str, dict[str, str]]:
        """Return the files of the solution, under "", and of every mistake that names this suite."""
        names = [f"hidden/{self.file}::{test}" for test in self.tests]
        files = {"": self.problem.solution()}
        for mistake in self.problem.mistakes:
            if any(fnmatchcase(test, pattern) for test in names for pattern in mistake.fails):
                files[mistake.name] = self.problem.solution_with(mistake)
        return files


def find_suites(problem: str | None = None, course: Course = KIT) -> list[Suite]:
    """Find the suites of ``problem``, or of all problems, that measure an accuracy.

    Raises:
        SpecError: there are none, or no such problem.
    """
    if problem is not None and problem not in course.problem_names():
        find_folder(problem, course)  # says that there is none, and which name is near
    suites: list[Suite] = []
    hidden = [course.problem_folder(name) / "hidden" for name in course.problem_names() if problem in (None, name)]
    for path in (path for folder in hidden for path in sorted(folder.glob("test_*.py"))):
        display_path = course.display_path(path)
        text = read_text(path, display_path)
        tree = readable(text, display_path)
        functions = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
        if "measure" not in functions:
            continue
        size = _read_test_size(tree, display_path)
        tests = tuple(name for name in functions if name.startswith("test_"))
        owner = load_unfinished_problem(path.parent.parent.name, course)
        suites.append(Suite(owner, course, path.name, tests, size, text))
    if not suites:
        where = course.display_path(course.problem_folder(problem or "*") / "hidden")
        raise SpecError(
            f"{where}: no test file here has a function measure(student, rng, device), so nothing is calibrated."
        )
    return suites


def _read_test_size(tree: ast.Module, display_path: str) -> int:
    """Return the suite's TEST_SIZE, a whole number or a term of others that the file names.

    The suite is not imported: it may need probes of its problem, which only an assembled tree has.
    """
    known: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            module = ast.Module([node], [])
            with suppress(Exception):  # it names what an import gave
                exec(compile(module, display_path, "exec"), {"__builtins__": {}}, known)
    if not isinstance(size := known.get("TEST_SIZE"), int):
        raise SpecError(
            f"{display_path}: it has a function measure, so it needs TEST_SIZE, the number of test pictures, as a number or as a "
            f"term of numbers that stand above it."
        )
    return size


def _digest(suite_text: str, helpers: Sequence[str], files: Mapping[str, str]) -> str:
    """Return a digest of the code that decides the accuracies: the suite, its helpers, the modules that they name, the test kit."""
    sources = "\n".join([suite_text, *helpers])
    names = sorted(set(re.findall(r'student\.module\("([\w.]+)"\)', sources)))
    texts = [files.get(f"{name.replace('.', '/')}.py", "") for name in names]
    testkit = ROOT / "autograder" / "shared" / "testkit"
    shared = [*SHARED, *(DRAWINGS if re.search(r"^from testkit import .*\bpictures\b", sources, re.M) else ())]
    texts += [suite_text, *helpers, *((testkit / f"{name}.py").read_text(encoding="utf-8") for name in shared)]
    return hashlib.sha256("\n".join(_bare(text) for text in texts).encode()).hexdigest()[:16]


def _bare(text: str) -> str:
    """Return the code without comments and docstrings: rewording those makes no measurement stale."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [n for n in body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]  # type: ignore[attr-defined]
    return ast.unparse(tree)
