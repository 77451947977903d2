"""Run a problem's tests natively, without grader or sandbox: the quick way while writing a problem.

``python -m scripts.try_problem convolution`` runs the solution; ``--skeleton``, ``--mistake NAME`` and ``--alternative
NAME`` run those; ``--all`` runs everything and says what is not as it should be.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import msgspec

from scripts.coursespec.annotated import Annotated, parse
from scripts.coursespec.files import read_text
from scripts.coursespec.loader import ROOT, STUDENT_KIT
from scripts.coursespec.numbers import ANSWERS, Number, answers_file
from scripts.coursespec.variants import Variant, read_variant
from scripts.errors import SpecError, run_command

SECONDS = 120  # a test that takes longer natively hangs


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
        raise SpecError(f"{_shown(toml)}: there is no such file; is the problem's name right?")
    try:
        settings = msgspec.toml.decode(toml.read_bytes())
    except msgspec.DecodeError as error:
        raise SpecError(f"{_shown(toml)}: {error}.") from error
    sources = {}
    for path in settings.get("files", []):
        if not (folder / path).is_file():
            raise SpecError(
                f"{_shown(toml)}: files names {path}, and {_shown(folder / path)} does not exist; write it."
            )
        sources[path] = parse(read_text(folder / path, _shown(folder / path)), _shown(folder / path))
    staff = {path: source.staff() for path, source in sources.items()}
    try:
        numbers = msgspec.convert(settings.get("numbers", []), list[Number])
    except msgspec.ValidationError as error:
        raise SpecError(f"{_shown(toml)}: [[numbers]]: {error}.") from error
    ids = [number.id for number in numbers]

    def variants(kind: str) -> dict[str, Variant]:
        found = sorted((folder / kind).glob("*.py"))
        return {p.stem: read_variant(p, _shown(p), staff, mistake=kind == "mistakes", numbers=ids) for p in found}

    title = settings.get("title", folder.name)
    return Draft(folder, title, sources, variants("mistakes"), variants("alternatives"), numbers)


def assemble(tree: Path, draft: Draft, files: Mapping[str, str]) -> None:
    """Write a tree at ``tree`` in which the problem's public and hidden tests run on ``files``."""
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
    """Solutions of other problems, at paths that this one does not write: its tests may build on them."""
    solved: dict[str, str] = {}
    for toml in sorted((ROOT / "spec" / "problems").glob("*/problem.toml")):
        if toml.parent == draft.folder:
            continue
        for path in msgspec.toml.decode(toml.read_bytes()).get("files", []):
            source = toml.parent / path
            if path not in files and path not in solved and source.is_file():
                with contextlib.suppress(SpecError):  # that problem's own trial says what is wrong with it
                    solved[path] = parse(read_text(source, _shown(source)), _shown(source)).staff()
    return solved


class _Recorder:
    """Pytest plugin: which tests ran and which lost points."""

    def __init__(self) -> None:
        self.lost: dict[str, bool] = {}
        self.broken: list[str] = []
        self.said: dict[str, str] = {}

    def pytest_runtest_logreport(self, report: Any) -> None:
        name = report.nodeid.split("/", 2)[2]
        self.lost[name] = self.lost.get(name, False) or not report.passed
        if not report.passed:
            self.said[name] = str(report.longreprtext).strip().splitlines()[-1] if report.longrepr else ""

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.broken.append(f"{report.nodeid}: {str(report.longrepr).strip().splitlines()[-1]}")

    def pytest_runtest_makereport(self, item: Any, call: Any) -> None:
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
    said: dict[str, str]


def run_tests(draft: Draft, files: Mapping[str, str], arguments: Sequence[str], *, quiet: bool) -> Run:
    """Run the problem's tests on ``files`` in a forked child, so that torch is imported once for many runs."""
    import torch  # noqa: F401  imported before the fork: every child then has it at once

    name = draft.folder.name
    gpu = _not_here(name)
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
                code = _child(tree, name, answer, arguments, gpu, quiet)
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
        data["said"],
    )


def _child(tree: Path, name: str, answer: Path, arguments: Sequence[str], gpu: Sequence[str], quiet: bool) -> int:
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
            f"--timeout={SECONDS}",
            *ignored,
            *arguments,
            "tests",
        ],
        plugins=[recorder],
    )
    answer.write_text(
        json.dumps({"code": int(code), "lost": recorder.lost, "broken": recorder.broken, "said": recorder.said}),
        encoding="utf-8",
    )
    return 0


def problems_found(draft: Draft, arguments: Sequence[str]) -> list[str]:
    """Run solution, skeleton, mistakes and alternatives; print a table; return what is not as it should be."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=draft.folder.name)
    for column in ("run", "lost / tests", "verdict"):
        table.add_column(column)
    complaints: list[str] = []
    console = Console()
    not_here = _not_here(draft.folder.name)

    def judge(label: str, files: Mapping[str, str], wanted: Any) -> None:
        run = run_tests(draft, files, arguments, quiet=True)
        wrong = list(run.broken)
        if not run.tests and not run.broken:
            wrong.append("no tests were found")
        expected = wanted(run.tests)
        wrong += [f"{test} passes and should not" for test in run.tests if test in expected and test not in run.lost]
        wrong += [
            f"{test} fails and should pass: {run.said.get(test, 'points were lost')}"
            for test in run.tests
            if test in run.lost and test not in expected
        ]
        wrong += [f"FAILS names {test}, which is not a test" for test in expected if test not in run.tests]
        table.add_row(
            label, f"{len(run.lost)} / {len(run.tests)}", "[red]wrong[/]" if wrong else "[green]as it should be[/]"
        )
        complaints.extend(f"{label}: {sentence}" for sentence in wrong)

    def matching(variant: Variant) -> Any:
        def wanted(tests: Sequence[str]) -> list[str]:
            hits: list[str] = []
            for pattern in variant.fails:
                found = [test for test in tests if fnmatchcase(test, pattern)]
                unreachable = pattern.partition("::")[0] in not_here
                hits += found or ([] if unreachable else [pattern])
            return hits

        return wanted

    with console.status("running"):
        judge("solution", draft.staff(), lambda tests: [])
        judge("skeleton", draft.skeleton(), lambda tests: list(tests))
        for name, variant in draft.mistakes.items():
            judge(f"mistake {name}", draft.with_variant(variant), matching(variant))
        for name, variant in draft.alternatives.items():
            judge(f"alternative {name}", draft.with_variant(variant), lambda tests: [])
    console.print(table)
    return complaints


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring. Arguments that are not understood go to pytest."""
    parser = argparse.ArgumentParser(prog="python -m scripts.try_problem", description=__doc__)
    parser.add_argument("problem")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--mistake", metavar="NAME")
    which.add_argument("--alternative", metavar="NAME")
    which.add_argument("--skeleton", action="store_true")
    which.add_argument("--all", action="store_true")
    options, rest = parser.parse_known_args(arguments)
    draft = read_draft(ROOT / "spec" / "problems" / options.problem)
    if options.all:
        complaints = problems_found(draft, rest)
        for complaint in complaints:
            print(f"- {complaint}")
        return 1 if complaints else 0
    if options.mistake:
        files = draft.with_variant(_pick(draft.mistakes, options.mistake, "mistake"))
    elif options.alternative:
        files = draft.with_variant(_pick(draft.alternatives, options.alternative, "alternative"))
    else:
        files = draft.skeleton() if options.skeleton else draft.staff()
    return run_tests(draft, files, rest, quiet=False).code


def _pick(variants: Mapping[str, Variant], name: str, kind: str) -> Variant:
    if name not in variants:
        raise SpecError(f"there is no {kind} '{name}'; there are: {', '.join(variants) or 'none'}.")
    return variants[name]


def _not_here(problem: str) -> list[str]:
    """Suites of ``problem`` that this machine cannot run: all its GPU suites, where there is no GPU."""
    import torch

    return [] if torch.cuda.is_available() else _gpu_suites(problem)


def _gpu_suites(problem: str) -> list[str]:
    suites: set[str] = set()
    for path in sorted((ROOT / "spec" / "assignments").glob("*.toml")):
        for entry in msgspec.toml.decode(path.read_bytes()).get("problems", []):
            if entry.get("name") == problem:
                suites.update(entry.get("gpu_suites", []))
    return sorted(suites)


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    run_command(main, sys.argv[1:])
