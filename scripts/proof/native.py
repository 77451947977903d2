"""Run code natively, in one process with what looks at it: public tests as students run them, many seeds, and calibration."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from autograder.model.manifest import WEIGHTS_FOLDER
from scripts.coursespec.course import ROOT, TESTKIT, Course
from scripts.coursespec.files import read_tree, write_tree
from scripts.coursespec.loader import find_folder, read_assignment_settings
from scripts.coursespec.model import Problem
from scripts.coursespec.parts import Complaints, read_settings, read_sources
from scripts.errors import SpecError

if TYPE_CHECKING:
    import pytest

MAX_SECONDS = 120  # a test that takes longer natively hangs


class Run(msgspec.Struct):
    """What pytest made of one tree."""

    outcomes: dict[str, bool] = {}  # by test, whether it lost points
    broken: list[str] = []  # what could not be imported
    reasons: dict[str, str] = {}  # of each test that lost points
    runs: dict[str, int] = {}  # of each test, where it ran under many seeds
    losses: dict[str, int] = {}  # how many of these runs lost points

    @property
    def lost(self) -> list[str]:
        """The tests that lost points."""
        return [test for test, lost in self.outcomes.items() if lost]


def assemble(
    tree: Path, problem: Problem, files: Mapping[str, str], course: Course, weights: Mapping[str, bytes]
) -> None:
    """Write a tree in which the problem's public and hidden tests run.

    Args:
        tree: an empty folder.
        problem: whose tests they are.
        files: what the student would have written, by path.
        course: whose provided files and other problems the tests may need.
        weights: what the student would have trained, by path.
    """
    contents = {path: file.read_bytes() for path, file in course.provided().items()}
    contents |= {f"testkit/{path}": data for path, data in read_tree(TESTKIT).items()}
    if problem.probes is not None:
        contents[f"testkit/probes/{problem.name}.py"] = problem.probes.read_bytes()
    for path, text in {**solved_elsewhere(problem, files, course), **files}.items():
        contents[path] = text.encode()
        for package in Path(path).parents:
            if package != Path("."):
                contents.setdefault(f"{package.as_posix()}/__init__.py", b"")
    contents |= weights
    for kind in ("public", "hidden"):
        tests = read_tree(problem.folder / kind)
        contents |= {f"tests/{problem.name}/{kind}/{path}": data for path, data in tests.items()}
    contents["conftest.py"] = b'pytest_plugins = ["testkit.student_plugin"]\n'
    contents["pytest.ini"] = b"[pytest]\npythonpath = .\naddopts = --import-mode=importlib\n"
    write_tree(tree, contents)
    (tree / WEIGHTS_FOLDER).mkdir(exist_ok=True)


def solved_elsewhere(problem: Problem, files: Mapping[str, str], course: Course) -> dict[str, str]:
    """Return the solutions of other problems: the tests of one may build on them.

    Args:
        problem: the one whose tests are run.
        files: what the student would have written, by path.
        course: where the others are.

    Returns:
        Their files by path, without those that ``files`` holds.
    """
    solved: dict[str, str] = {}
    ignored = Complaints()  # a trial of that problem names what is wrong with it
    for name in course.problem_names():
        if name != problem.name:
            with suppress(SpecError):
                folder = find_folder(name, course)
                for path, source in read_sources(folder, read_settings(folder, ignored), ignored).items():
                    if path not in files:
                        solved.setdefault(path, source.staff())
    return solved


class Recorder:
    """Pytest plugin that records which tests ran and which lost points."""

    def __init__(self) -> None:
        self.run = Run()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Record a test's outcome."""
        name = get_test_id(report.nodeid)
        self.run.outcomes[name] = self.run.outcomes.get(name, False) or not report.passed
        if not report.passed:
            self.run.reasons[name] = report.longreprtext.strip().splitlines()[-1] if report.longrepr else ""

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Record a file that cannot be imported."""
        if report.failed:
            self.run.broken.append(f"{report.nodeid}: {str(report.longrepr).strip().splitlines()[-1]}")

    def pytest_runtest_makereport(self, item: pytest.Function, call: pytest.CallInfo[None]) -> None:
        """Record a test that gave partial credit."""
        score = getattr(item.function, "__score__", None)  # set by partial_credit
        done = call.when == "call" and call.excinfo is None and score is not None
        if done and score < item.function.__weight__ - 1e-9:
            self.run.outcomes[get_test_id(item.nodeid)] = True


def get_test_id(node: str) -> str:
    """Return a test's id in its problem: pytest's without ``tests/<problem>/``."""
    return node.split("/", 2)[2]


def run_tests(
    problem: Problem,
    files: Mapping[str, str],
    course: Course,
    arguments: Sequence[str] = (),
    *,
    weights: Mapping[str, bytes],
    recorder: Recorder | None = None,
) -> Run:
    """Run the problem's tests in a forked child, so that torch is imported once for many runs.

    Args:
        problem: the problem.
        files: what the student would have written, by path.
        course: the problem's.
        arguments: for pytest.
        weights: what the student would have trained, by path.
        recorder: what records the outcomes, where it is another than the usual one.

    Raises:
        SpecError: pytest ended without an answer.
    """
    import torch  # noqa: F401  imported before the fork: every child then has it at once

    name = problem.name
    gpu = list_gpu_suites(name, course)
    with tempfile.TemporaryDirectory(prefix=f"try-{name}-") as folder:
        tree, answer = Path(folder) / "tree", Path(folder) / "answer.json"
        tree.mkdir()
        assemble(tree, problem, files, course, weights)
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            code = 99
            try:
                code = _run_pytest(tree, name, answer, arguments, gpu, recorder or Recorder())
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        if not answer.is_file():
            code = os.waitstatus_to_exitcode(status)
            raise SpecError(
                f"{name}: pytest, run natively on a right answer, ended without an answer (exit code {code}); see why with "
                f"'.venv/bin/python -m scripts.try_problem {name}'."
            )
        return msgspec.json.decode(answer.read_bytes(), type=Run)


def _run_pytest(
    tree: Path,
    name: str,
    answer: Path,
    arguments: Sequence[str],
    gpu: Sequence[str],
    recorder: Recorder,
) -> int:
    import pytest
    import torch

    os.chdir(tree)
    for module in [m for m in sys.modules if m.split(".")[0] in {"src", "data", "testkit", "experiments", "tests"}]:
        del sys.modules[module]
    sys.path[:] = [str(tree)] + [entry for entry in sys.path if entry not in ("", str(ROOT))]
    sys.dont_write_bytecode = True
    torch.set_num_threads(1)
    null = os.open(os.devnull, os.O_WRONLY)  # the recorder says what came of it
    os.dup2(null, 1)
    os.dup2(null, 2)
    ignored = [f"--ignore=tests/{name}/{suite}" for suite in gpu]
    own = ["--import-mode=importlib", "-p", "no:cacheprovider", "-q", f"--rootdir={tree}", f"--timeout={MAX_SECONDS}"]
    pytest.main([*own, *ignored, *arguments, "tests"], plugins=[recorder])
    answer.write_bytes(msgspec.json.encode(recorder.run))
    return 0


def find_native_failures(problem: Problem, course: Course) -> list[str]:
    """Run the public tests on the solution as students run them, and list those that fail, a sentence with file and line each.

    Raises:
        SpecError: pytest ended without an answer.
    """
    lines = {
        test.id: f"{problem.display_path}/{test.file}:{test.line}: {test.id.partition('::')[2]}"
        for test in problem.tests
    }
    public = [f"--ignore=tests/{problem.name}/hidden"]
    run = run_tests(problem, problem.solution(), course, public, weights=problem.weights())
    return [f"{problem.display_path}/{get_test_id(sentence)}" for sentence in run.broken] + [
        f"{lines[test]} fails on the solution where students run it, in one process with their code: {run.reasons.get(test, '')}"
        for test in run.lost
    ]


def list_gpu_suites(problem: str, course: Course) -> list[str]:
    """List the suites of ``problem`` that some assignment runs on a GPU only; they take minutes, and are never tried."""
    suites: set[str] = set()
    for name in course.assignment_names():
        with suppress(SpecError):  # an assignment that cannot be read names no suite
            for entry in read_assignment_settings(name, course).problems:
                if entry.name == problem:
                    suites.update(entry.gpu_suites)
    return sorted(suites)
