"""Run a problem's tests natively, without grader or sandbox: the quick way while writing a problem."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from scripts.coursespec.annotated import Annotated, parse
from scripts.coursespec.course import ROOT, STUDENT_KIT
from scripts.coursespec.files import read_text
from scripts.coursespec.numbers import ANSWERS, Number, answers_file
from scripts.coursespec.variants import Variant, read_variant
from scripts.errors import SpecError

MAX_SECONDS = 120  # a test that takes longer natively hangs


@dataclass(frozen=True)
class Draft:
    """A problem's folder, read just far enough to be tried."""

    folder: Path
    title: str
    sources: dict[str, Annotated]
    mistakes: dict[str, Variant]
    alternatives: dict[str, Variant]
    numbers: list[Number]

    def staff(self) -> dict[str, str]:
        return {path: source.staff() for path, source in self.sources.items()} | self._numbers(solved=True)

    def skeleton(self) -> dict[str, str]:
        files = {path: source.student(self.title) for path, source in self.sources.items()}
        return files | self._numbers(solved=False)

    def _numbers(self, *, solved: bool) -> dict[str, str]:
        text = answers_file([(self.folder.name, self.title, self.numbers)], solved=solved)
        return {ANSWERS: text} if text else {}

    def with_variant(self, variant: Variant) -> dict[str, str]:
        files = self.staff()
        files[variant.target] = variant.applied(files[variant.target])
        return files


def read_draft(folder: Path) -> Draft:
    """Read the problem in ``folder``."""
    toml = folder / "problem.toml"
    if not toml.is_file():
        raise SpecError(f"{_display_path(toml)}: there is no such file; is the problem's name right?")
    try:
        settings = msgspec.toml.decode(toml.read_bytes())
    except msgspec.DecodeError as error:
        raise SpecError(f"{_display_path(toml)}: {error}.") from error
    sources = {}
    for path in settings.get("files", []):
        if not (folder / path).is_file():
            raise SpecError(
                f"{_display_path(toml)}: files names {path}, and {_display_path(folder / path)} does not exist; write it."
            )
        sources[path] = parse(read_text(folder / path, _display_path(folder / path)), _display_path(folder / path))
    staff = {path: source.staff() for path, source in sources.items()}
    try:
        numbers = msgspec.convert(settings.get("numbers", []), list[Number])
    except msgspec.ValidationError as error:
        raise SpecError(f"{_display_path(toml)}: [[numbers]]: {error}.") from error
    ids = [number.id for number in numbers]

    def variants(kind: str) -> dict[str, Variant]:
        found = sorted((folder / kind).glob("*.py"))
        return {
            p.stem: read_variant(p, _display_path(p), staff, mistake=kind == "mistakes", numbers=ids) for p in found
        }

    title = settings.get("title", folder.name)
    return Draft(folder, title, sources, variants("mistakes"), variants("alternatives"), numbers)


def assemble(tree: Path, draft: Draft, files: Mapping[str, str]) -> None:
    """Write a tree in which the problem's public and hidden tests run.

    Args:
        tree: an empty folder.
        draft: the problem.
        files: what the student would have written, by path.
    """
    ignore = shutil.ignore_patterns("__pycache__", "*.pyc")
    for provided in (STUDENT_KIT, ROOT / "spec" / "provided"):
        shutil.copytree(provided, tree, dirs_exist_ok=True, ignore=ignore)
    shutil.copytree(ROOT / "autograder" / "shared" / "testkit", tree / "testkit", dirs_exist_ok=True, ignore=ignore)
    probes = draft.folder / "probes.py"
    if probes.is_file():
        shutil.copy(probes, tree / "testkit" / "probes" / f"{draft.folder.name}.py")
    for path, text in {**solved_elsewhere(draft, files), **files}.items():
        target = tree / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        for package in Path(path).parents:
            if package != Path("."):
                (tree / package / "__init__.py").touch()
    for kind in ("public", "hidden"):
        if (draft.folder / kind).is_dir():
            shutil.copytree(draft.folder / kind, tree / "tests" / draft.folder.name / kind, ignore=ignore)
    (tree / "conftest.py").write_text('pytest_plugins = ["testkit.student_plugin"]\n', encoding="utf-8")
    (tree / "pytest.ini").write_text("[pytest]\npythonpath = .\naddopts = --import-mode=importlib\n", encoding="utf-8")


def solved_elsewhere(draft: Draft, files: Mapping[str, str]) -> dict[str, str]:
    """Return solutions of other problems, at paths that are not in ``files``: the tests may build on them."""
    solved: dict[str, str] = {}
    for toml in sorted((ROOT / "spec" / "problems").glob("*/problem.toml")):
        if toml.parent == draft.folder:
            continue
        for path in msgspec.toml.decode(toml.read_bytes()).get("files", []):
            source = toml.parent / path
            if path not in files and path not in solved and source.is_file():
                with contextlib.suppress(SpecError):  # a trial of that problem says what is wrong with it
                    solved[path] = parse(read_text(source, _display_path(source)), _display_path(source)).staff()
    return solved


class _Recorder:
    """Pytest plugin that records which tests ran and which lost points."""

    def __init__(self) -> None:
        self.lost: dict[str, bool] = {}
        self.broken: list[str] = []
        self.reasons: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Record a test's outcome."""
        name = report.nodeid.split("/", 2)[2]
        self.lost[name] = self.lost.get(name, False) or not report.passed
        if not report.passed:
            self.reasons[name] = str(report.longreprtext).strip().splitlines()[-1] if report.longrepr else ""

    def pytest_collectreport(self, report: Any) -> None:
        """Record a file that cannot be imported."""
        if report.failed:
            self.broken.append(f"{report.nodeid}: {str(report.longrepr).strip().splitlines()[-1]}")

    def pytest_runtest_makereport(self, item: Any, call: Any) -> None:
        """Record a test that gave partial credit."""
        score = getattr(item.function, "__score__", None)  # set by partial_credit
        done = call.when == "call" and call.excinfo is None and score is not None
        if done and score < item.function.__weight__ - 1e-9:
            self.lost[item.nodeid.split("/", 2)[2]] = True


@dataclass(frozen=True)
class Run:
    """What pytest made of one tree."""

    code: int
    tests: tuple[str, ...]
    lost: frozenset[str]
    broken: tuple[str, ...]
    reasons: dict[str, str]  # of each test that lost points


def run_tests(draft: Draft, files: Mapping[str, str], arguments: Sequence[str], *, quiet: bool) -> Run:
    """Run the problem's tests in a forked child, so that torch is imported once for many runs.

    Args:
        draft: the problem.
        files: what the student would have written, by path.
        arguments: for pytest.
        quiet: whether what pytest prints is thrown away.

    Raises:
        SpecError: pytest ended without an answer.
    """
    import torch  # noqa: F401  imported before the fork: every child then has it at once

    name = draft.folder.name
    gpu = list_unavailable_suites(name)
    with tempfile.TemporaryDirectory(prefix=f"try-{name}-") as folder:
        tree, answer = Path(folder) / "tree", Path(folder) / "answer.json"
        tree.mkdir()
        assemble(tree, draft, files)
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            code = 99
            try:
                code = _run_pytest(tree, name, answer, arguments, gpu, quiet)
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        _, status = os.waitpid(child, 0)
        if not answer.is_file():
            raise SpecError(
                f"{name}: pytest ended without an answer (status {status}); run it without --all to see why."
            )
        data = json.loads(answer.read_text(encoding="utf-8"))
    return Run(
        data["code"],
        tuple(data["lost"]),
        frozenset(k for k, v in data["lost"].items() if v),
        tuple(data["broken"]),
        data["reasons"],
    )


def _run_pytest(tree: Path, name: str, answer: Path, arguments: Sequence[str], gpu: Sequence[str], quiet: bool) -> int:
    import pytest
    import torch

    os.chdir(tree)
    for module in [m for m in sys.modules if m.split(".")[0] in {"src", "data", "testkit", "experiments", "tests"}]:
        del sys.modules[module]
    sys.path[:] = [str(tree)] + [entry for entry in sys.path if entry not in ("", str(ROOT))]
    sys.dont_write_bytecode = True
    torch.set_num_threads(1)
    if quiet:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
    recorder = _Recorder()
    ignored = [f"--ignore=tests/{name}/{suite}" for suite in gpu]
    code = pytest.main(
        [
            "--import-mode=importlib",
            "-p",
            "no:cacheprovider",
            "-q",
            f"--rootdir={tree}",
            f"--timeout={MAX_SECONDS}",
            *ignored,
            *arguments,
            "tests",
        ],
        plugins=[recorder],
    )
    answer.write_text(
        json.dumps({"code": int(code), "lost": recorder.lost, "broken": recorder.broken, "reasons": recorder.reasons}),
        encoding="utf-8",
    )
    return 0


@dataclass(frozen=True)
class Trial:
    """What came of one solution, skeleton, mistake or alternative."""

    label: str
    run: Run
    complaints: list[str]  # what is not as it should be


def try_all(draft: Draft, arguments: Sequence[str], on_result: Callable[[Trial], None]) -> None:
    """Run solution, skeleton, mistakes and alternatives.

    Args:
        draft: the problem.
        arguments: for pytest.
        on_result: called with each trial.

    Raises:
        SpecError: pytest ended without an answer.
    """
    unavailable = list_unavailable_suites(draft.folder.name)

    def failing(mistake: Variant, tests: Sequence[str]) -> list[str]:
        """Return the tests that a mistake must fail, or a pattern of its FAILS as it is where it matches none."""
        names: list[str] = []
        for pattern in mistake.fails:
            found = [test for test in tests if fnmatchcase(test, pattern)]
            names += found or ([] if pattern.partition("::")[0] in unavailable else [pattern])
        return names

    def attempt(label: str, files: Mapping[str, str], expected: Callable[[Sequence[str]], Sequence[str]]) -> None:
        run = run_tests(draft, files, arguments, quiet=True)
        on_result(Trial(label, run, _compare(run, expected(run.tests))))

    attempt("solution", draft.staff(), lambda tests: [])
    attempt("skeleton", draft.skeleton(), lambda tests: tests)
    for name, mistake in draft.mistakes.items():
        attempt(f"mistake {name}", draft.with_variant(mistake), partial(failing, mistake))
    for name, alternative in draft.alternatives.items():
        attempt(f"alternative {name}", draft.with_variant(alternative), lambda tests: [])


def _compare(run: Run, expected: Sequence[str]) -> list[str]:
    """List how a run differs from what is expected to fail, a sentence each."""
    wrong = list(run.broken)
    if not run.tests and not run.broken:
        wrong.append("no tests were found")
    wrong += [f"{test} passes and should not" for test in run.tests if test in expected and test not in run.lost]
    wrong += [
        f"{test} fails and should pass: {run.reasons.get(test, 'points were lost')}"
        for test in run.tests
        if test in run.lost and test not in expected
    ]
    return wrong + [f"FAILS names {test}, which is not a test" for test in expected if test not in run.tests]


def list_unavailable_suites(problem: str) -> list[str]:
    """List the suites of ``problem`` that this machine cannot run: the GPU suites where there is no GPU."""
    import torch

    return [] if torch.cuda.is_available() else _gpu_suites(problem)


def _gpu_suites(problem: str) -> list[str]:
    suites: set[str] = set()
    for path in sorted((ROOT / "spec" / "assignments").glob("*.toml")):
        for entry in msgspec.toml.decode(path.read_bytes()).get("problems", []):
            if entry.get("name") == problem:
                suites.update(entry.get("gpu_suites", []))
    return sorted(suites)


def _display_path(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
