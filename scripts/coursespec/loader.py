"""The spec, read: an assignment, its problems, and with ``faults`` everything that is wrong with them."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any

from scripts.coursespec import validation
from scripts.coursespec.annotated import Annotated, parse
from scripts.coursespec.files import read_text, walk
from scripts.coursespec.merging import Fragment, join
from scripts.coursespec.numbers import ANSWERS, Number, answers_file
from scripts.coursespec.questions import Question, read_questions
from scripts.coursespec.settings import AssignmentSettings, Entry, ProblemSettings, entry_line, read_toml
from scripts.coursespec.syntax import readable
from scripts.coursespec.testcases import TestCase, read_tests
from scripts.coursespec.variants import Variant, read_variant
from scripts.errors import SpecError

ROOT = Path(__file__).resolve().parents[2]
STUDENT_KIT = ROOT / "scripts" / "studentkit"
BLANK = "FILL"  # what a new problem's blanks are marked with


@dataclass(frozen=True)
class Problem:
    """One problem's folder, read."""

    name: str
    folder: Path
    settings: ProblemSettings
    sources: dict[str, Annotated]  # what the student edits, by path
    experiments: dict[str, Annotated]  # scripts that the student gets and that are not graded, by path
    tests: tuple[TestCase, ...]  # by number
    handout: str
    intro: str  # what stands before the questions
    questions: tuple[Question, ...]
    mistakes: tuple[Variant, ...]
    alternatives: tuple[Variant, ...]

    @property
    def title(self) -> str:
        return self.settings.title

    @property
    def probes(self) -> Path | None:
        path = self.folder / "probes.py"
        return path if path.is_file() else None

    @cached_property
    def test_files(self) -> list[tuple[str, Path]]:
        """(path in the folder, file) of everything in ``public/`` and ``hidden/``: the tests and what they read."""
        return [
            (path.relative_to(self.folder).as_posix(), path)
            for kind in ("public", "hidden")
            for path in files_below(self.folder / kind)
        ]

    def failing(self, mistake: Variant) -> list[str]:
        """Ids of the tests that a mistake must fail, its globs spelled out, in the tests' order."""
        return [test.id for test in self.tests if any(fnmatchcase(test.id, pattern) for pattern in mistake.fails)]


@dataclass(frozen=True)
class Asked:
    """A question in an assignment, by the number that it has there."""

    number: int
    problem: Problem
    question: Question


@dataclass(frozen=True)
class Assignment:
    """An assignment with its problems."""

    name: str
    root: Path  # of the repository
    shown: str
    settings: AssignmentSettings
    problems: tuple[Problem, ...]

    @cached_property
    def entries(self) -> dict[str, Entry]:
        return {entry.name: entry for entry in self.settings.problems}

    @cached_property
    def editable(self) -> list[str]:
        """Paths that students edit, in the order of the problems, and are graded on by tests."""
        numbers = [ANSWERS] if any(problem.settings.numbers for problem in self.problems) else []
        return list(dict.fromkeys(path for problem in self.problems for path in problem.sources)) + numbers

    @cached_property
    def questions(self) -> list[Asked]:
        """The free-response questions in the order of the report."""
        asked: list[Asked] = []
        for problem in self.problems:
            wanted = self.entries[problem.name].questions
            known = {question.id: question for question in problem.questions}
            for question in problem.questions if wanted is None else [known[id] for id in wanted]:
                asked.append(Asked(len(asked) + 1, problem, question))
        return asked

    def solution(self) -> dict[str, str]:
        """The editable files with the solution in."""
        return self._joined(lambda problem, source: source.staff()) | self._numbers(solved=True)

    def skeleton(self) -> dict[str, str]:
        """The editable files as students get them."""
        return self._joined(lambda problem, source: source.student(problem.title)) | self._numbers(solved=False)

    def _numbers(self, *, solved: bool) -> dict[str, str]:
        asked = [(problem.name, problem.title, problem.settings.numbers) for problem in self.problems]
        text = answers_file(asked, solved=solved)
        return {ANSWERS: text} if text else {}

    def _joined(self, rendered: Any) -> dict[str, str]:
        return {
            path: join(
                [
                    Fragment(problem.sources[path].path, rendered(problem, problem.sources[path]))
                    for problem in self.problems
                    if path in problem.sources
                ]
            )
            for path in self.editable
            if path != ANSWERS
        }

    @property
    def provided(self) -> list[tuple[str, Path]]:
        """(path in the tree, file) of what every student gets and nobody edits."""
        found = {
            path.relative_to(folder).as_posix(): path
            for folder in (STUDENT_KIT, self.root / "spec" / "provided")
            for path in files_below(folder)
        }
        return sorted(found.items())

    @property
    def testkit(self) -> list[tuple[str, Path]]:
        """(path in the tree, file) of the test kit with the problems' probes in it."""
        folder = ROOT / "autograder" / "shared" / "testkit"
        own = {f"testkit/probes/{p.name}.py": p.probes for p in self.problems if p.probes is not None}
        kit = {f"testkit/{path.relative_to(folder).as_posix()}": path for path in files_below(folder)}
        for path in own:
            if path in kit:
                raise SpecError(f"{path}: a problem and a general probe have the same name; rename the problem.")
        return sorted({**kit, **own}.items())


def assignment_names(root: Path = ROOT) -> list[str]:
    """All assignments of the spec."""
    return sorted(path.stem for path in (root / "spec" / "assignments").glob("*.toml"))


def problem_names(root: Path = ROOT) -> list[str]:
    """All problem folders of the spec."""
    return sorted(path.parent.name for path in (root / "spec" / "problems").glob("*/problem.toml"))


def load_assignment(name: str, root: Path = ROOT) -> Assignment:
    """Read an assignment and all its problems.

    Raises:
        SpecError: with every mistake found, a sentence each.
    """
    path = root / "spec" / "assignments" / f"{name}.toml"
    if "/" in name or not path.is_file():  # a name, no path: files are written under it
        raise SpecError(
            f"spec/assignments/{name}.toml: there is no such file; the assignments are "
            f"{', '.join(assignment_names(root)) or 'none yet'}."
        )
    shown = path.relative_to(root).as_posix()
    settings = read_toml(path, AssignmentSettings, shown)
    text = read_text(path, shown)
    complaints = validation.validate_settings(settings, shown, text)
    problems: list[Problem] = []
    for index, entry in enumerate(settings.problems):
        line = entry_line(text, index, "name")
        if not (root / "spec" / "problems" / entry.name / "problem.toml").is_file():
            near = difflib.get_close_matches(entry.name, problem_names(root), 1)
            complaints.append(
                f"{shown}:{line}: there is no spec/problems/{entry.name}/problem.toml; "
                + (f"did you mean '{near[0]}'?" if near else "write it with 'make new-problem', or take the entry out.")
            )
            continue
        if entry.name in {problem.name for problem in problems}:
            complaints.append(f"{shown}:{line}: the problem '{entry.name}' is listed twice; delete one of the entries.")
            continue
        try:
            problem = load_problem(entry.name, root)
        except SpecError as error:
            complaints += error.sentences
            continue
        complaints += validation.validate_entry(entry, problem, shown, text, index)
        problems.append(problem)
    if complaints:
        raise SpecError(complaints)
    assignment = Assignment(name, root, shown, settings, tuple(problems))
    complaints += validation.validate_together(assignment)
    if complaints:
        raise SpecError(complaints)
    return assignment


def load_problem(name: str, root: Path = ROOT) -> Problem:
    """Read one problem's folder.

    Raises:
        SpecError: with every mistake found, a sentence each.
    """
    folder = root / "spec" / "problems" / name
    shown = folder.relative_to(root).as_posix()
    if not (folder / "problem.toml").is_file():
        near = difflib.get_close_matches(name, problem_names(root), 1)
        mend = f"did you mean '{near[0]}'?" if near else "is the problem's name right?"
        raise SpecError(f"{shown}/problem.toml: there is no such file; {mend}")
    complaints: list[str] = []

    def attempt(call: Any, *args: Any, default: Any) -> Any:
        try:
            return call(*args)
        except SpecError as error:
            complaints.extend(error.sentences)
            return default

    settings = read_toml(folder / "problem.toml", ProblemSettings, f"{shown}/problem.toml")
    toml = read_text(folder / "problem.toml", f"{shown}/problem.toml")
    complaints += validation.validate_files(settings.files, f"{shown}/problem.toml")
    complaints += validation.validate_folder([path.name for path in folder.iterdir()], shown)
    if (folder / "probes.py").is_file():
        attempt(_parse, folder / "probes.py", f"{shown}/probes.py", default=None)
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        complaints.append(
            f"{shown}: a problem's name is lower-case letters, digits and underscores; rename the folder."
        )
    complaints += validation.validate_limits(settings.limits, "limits", f"{shown}/problem.toml", toml)

    sources: dict[str, Annotated] = {}
    for path in settings.files:
        if not (folder / path).is_file():
            complaints.append(
                f"{shown}/problem.toml: files names {path}, and {shown}/{path} does not exist; write it or take it out."
            )
            continue
        source = attempt(_read_source, folder / path, f"{shown}/{path}", settings.title, default=None)
        if source is not None:
            sources[path] = source
            if not source.regions:
                complaints.append(
                    f"{shown}/{path}:1: no region is marked as solution, so students would get it all; mark one."
                )
    for kind in ("src", "data"):
        for file in files_below(folder / kind):
            relative = file.relative_to(folder).as_posix()
            if file.suffix == ".py" and relative not in settings.files:
                complaints.append(
                    f"{shown}/{relative}: problem.toml does not list this file, so nobody would get it; add it to files."
                )
    experiments: dict[str, Annotated] = {}
    for file in files_below(folder / "experiments"):
        if file.suffix == ".py":
            relative = file.relative_to(folder).as_posix()
            source = attempt(_read_source, file, f"{shown}/{relative}", settings.title, default=None)
            if source is not None:
                experiments[relative] = source

    tests = _load_tests(folder, shown, complaints)
    handout = ""
    if (folder / "handout.md").is_file():
        handout = attempt(read_text, folder / "handout.md", f"{shown}/handout.md", default="# ")
        if not handout.lstrip().startswith("# "):
            complaints.append(f"{shown}/handout.md:1: a hand-out begins with its title as '# Title'; write one.")
    else:
        complaints.append(f"{shown}/handout.md: the statement is missing; write it.")
    intro, questions = "", []
    if (folder / "questions.md").is_file():
        text = attempt(read_text, folder / "questions.md", f"{shown}/questions.md", default="")
        intro, questions = attempt(read_questions, text, f"{shown}/questions.md", default=("", []))

    complaints += validation.validate_numbers(
        settings.numbers, {question.id for question in questions}, f"{shown}/problem.toml"
    )

    staff = {path: source.staff() for path, source in sources.items()}
    variants: dict[str, list[Variant]] = {"mistakes": [], "alternatives": []}
    if len(sources) == len(settings.files):
        for kind, found in variants.items():
            for file in files_below(folder / kind):
                if file.suffix == ".py":
                    place = f"{shown}/{kind}/{file.name}"
                    variant = attempt(_read_variant, file, place, staff, kind, settings.numbers, default=None)
                    if variant is not None:
                        found.append(variant)
    ids = {test.id for test in tests}
    for mistake in variants["mistakes"]:
        for pattern in mistake.fails:
            if tests and pattern not in ids and not any(fnmatchcase(id, pattern) for id in ids):
                near = difflib.get_close_matches(pattern, [test.id for test in tests], 1)
                complaints.append(
                    f"{mistake.source}:{mistake.fails_line}: FAILS names {pattern}, which is no test of this problem; "
                    + (f"did you mean {near[0]}?" if near else "name one that is.")
                )
    if complaints:
        raise SpecError(complaints)
    return Problem(
        name=name,
        folder=folder,
        settings=settings,
        sources=sources,
        experiments=experiments,
        tests=tuple(sorted(tests, key=lambda test: test.order)),
        handout=handout,
        intro=intro,
        questions=tuple(questions),
        mistakes=tuple(variants["mistakes"]),
        alternatives=tuple(variants["alternatives"]),
    )


def blanks(folder: Path, root: Path = ROOT) -> list[str]:
    """Places of a problem's folder that still say FILL, a sentence each."""
    found = []
    for path in files_below(folder):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        shown = path.relative_to(root).as_posix()
        found += [
            f"{shown}:{number}: a blank is left; write this in place of FILL: {line.strip()[:80]}"
            for number, line in enumerate(lines, 1)
            if re.search(rf"\b{BLANK}\b", line)
        ]
    return found


def files_below(folder: Path) -> list[Path]:
    """Regular files below ``folder``, sorted by path; caches, editors' leftovers and hidden files are left out."""
    return [
        path
        for path in walk(folder)
        if not any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(folder).parts)
        and path.suffix not in {".pyc", ".pyo"}
        and not path.name.endswith("~")
    ]


def _read_source(path: Path, shown: str, title: str) -> Annotated:
    source = parse(read_text(path, shown), shown)
    source.student(title)
    return source


def _parse(path: Path, shown: str) -> ast.Module:
    return readable(read_text(path, shown), shown)


def _read_variant(path: Path, shown: str, staff: dict[str, str], kind: str, numbers: Sequence[Number]) -> Variant:
    return read_variant(path, shown, staff, mistake=kind == "mistakes", numbers=[number.id for number in numbers])


def _load_tests(folder: Path, shown: str, complaints: list[str]) -> list[TestCase]:
    tests: list[TestCase] = []
    for kind in ("public", "hidden"):
        for path in files_below(folder / kind):
            relative = path.relative_to(folder).as_posix()
            if path.name == "conftest.py":
                complaints.append(
                    f"{shown}/{relative}: a problem has no conftest of its own; put helpers into probes.py."
                )
            if path.suffix == ".py" and path.name.startswith("test_"):
                try:
                    found, wrong = read_tests(read_text(path, f"{shown}/{relative}"), relative, f"{shown}/{relative}")
                except SpecError as error:
                    complaints += error.sentences
                    continue
                tests += found
                complaints += wrong
            elif path.suffix == ".py":
                for node in _parse(path, f"{shown}/{relative}").body:
                    if isinstance(node, ast.FunctionDef) and any(
                        "number(" in ast.unparse(d) for d in node.decorator_list
                    ):
                        complaints.append(
                            f"{shown}/{relative}:{node.lineno}: a test in a file that is no test file; begin the file's name "
                            "with test_."
                        )
                        break
    seen: dict[str, TestCase] = {}
    for test in tests:
        other = seen.setdefault(test.number, test)
        if other is not test:
            complaints.append(
                f'{shown}/{test.file}:{test.line}: the number "{test.number}" is already that of {other.id} '
                f"(line {other.line}); give this test another."
            )
    return tests
