"""A problem and an assignment as the spec describes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path, PurePosixPath

from scripts.coursespec import ai_policy
from scripts.coursespec.annotated import Annotated
from scripts.coursespec.course import TESTKIT, Course
from scripts.coursespec.files import contents, files_below
from scripts.coursespec.merging import Fragment, join
from scripts.coursespec.numbers import ANSWERS, answers_file
from scripts.coursespec.questions import Question
from scripts.coursespec.settings import AssignmentSettings, Entry, Policy, ProblemSettings
from scripts.coursespec.testcases import TestCase, cut_tests
from scripts.coursespec.variants import Variant
from scripts.errors import SpecError

WEIGHTS = "weights"  # folder of a problem with the weights of its solution and how they are made


@dataclass(frozen=True)
class Problem:
    """One problem's folder."""

    name: str
    folder: Path
    display_path: str  # of the folder, as messages name it
    settings: ProblemSettings
    sources: dict[str, Annotated]  # what the student edits, by path
    experiments: dict[str, Annotated]  # scripts that the student gets and that are not graded, by path
    tests: tuple[TestCase, ...]  # by number
    handout: str
    intro: str  # what stands before the questions
    questions: tuple[Question, ...]
    mistakes: tuple[Variant, ...]
    alternatives: tuple[Variant, ...]
    left_out: frozenset[str] = frozenset()  # ids of tests of the parts that the assignment does not set

    @property
    def title(self) -> str:
        """The title that students read."""
        return self.settings.title

    @property
    def probes(self) -> Path | None:
        """The problem's own module of probes, where it has one."""
        path = self.folder / "probes.py"
        return path if path.is_file() else None

    @cached_property
    def test_files(self) -> list[tuple[str, Path]]:
        """(path in the folder, file) of everything in ``public/`` and ``hidden/``: the tests and what they read."""
        found = [
            (path.relative_to(self.folder).as_posix(), path)
            for kind in ("public", "hidden")
            for path in files_below(self.folder / kind)
        ]
        empty = {id.partition("::")[0] for id in self.left_out} - {test.file for test in self.tests}
        return [(name, path) for name, path in found if name not in empty]

    def read_test_file(self, path: str, file: Path) -> bytes:
        """Return one of ``test_files`` without the tests that are left out.

        Args:
            path: in the problem's folder.
            file: where it is.
        """
        data = contents(file, f"{self.display_path}/{path}")
        if not any(id.startswith(f"{path}::") for id in self.left_out):
            return data
        keep = {test.id.partition("::")[2] for test in self.tests if test.file == path}
        return cut_tests(data.decode(), keep).encode()

    def weights(self, variant: Variant | None = None) -> dict[str, bytes]:
        """Return the files of weights that are handed in with the solution, or those that a variant has of its own, by path.

        They are in the problem's folder ``weights``; a variant's own are in a folder of its name there.
        """
        folder = self.folder / WEIGHTS / (variant.name if variant is not None else "")
        places = {wanted.file: folder / PurePosixPath(wanted.file).name for wanted in self.settings.weights}
        return {file: place.read_bytes() for file, place in places.items() if place.is_file()}

    def failing(self, mistake: Variant) -> list[str]:
        """List the ids of the tests that a mistake must fail, its globs spelled out, in the tests' order."""
        return [test.id for test in self.tests if any(fnmatchcase(test.id, pattern) for pattern in mistake.fails)]

    def solution(self) -> dict[str, str]:
        """Return the problem's editable files with the solution in, by path."""
        return {path: source.staff() for path, source in self.sources.items()} | self._numbers(solved=True)

    def skeleton(self) -> dict[str, str]:
        """Return the problem's editable files as students get them, by path."""
        return {path: source.student(self.title) for path, source in self.sources.items()} | self._numbers(solved=False)

    def solution_with(self, variant: Variant) -> dict[str, str]:
        """Return the solution's files with a mistake or an alternative put in, by path."""
        files = self.solution()
        files[variant.target] = variant.applied(files[variant.target])
        return files

    def _numbers(self, *, solved: bool) -> dict[str, str]:
        return _answers([self], solved=solved)


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
    course: Course
    display_path: str
    settings: AssignmentSettings
    problems: tuple[Problem, ...]

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The problems' places in the assignment, by the problem's name."""
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
            chosen = problem.questions if wanted is None else [known[id] for id in wanted]
            first = asked[-1].number + 1 if asked else 1
            numbers = self.entries[problem.name].question_numbers or range(first, first + len(chosen))
            asked += [Asked(number, problem, one) for number, one in zip(numbers, chosen, strict=False)]
        return asked

    @property
    def policies(self) -> list[Policy]:
        """The course's rules as its hand-out states them."""
        ai = self.settings.ai
        return [*self.settings.policies, *([Policy(ai_policy.TITLE, ai_policy.PARAGRAPHS[ai.policy])] if ai else [])]

    def solution(self) -> dict[str, str]:
        """Return the editable files with the solution in, by path."""
        return self._joined(lambda problem, source: source.staff()) | _answers(self.problems, solved=True)

    def skeleton(self) -> dict[str, str]:
        """Return the editable files as students get them, by path."""
        return self._joined(lambda problem, source: source.student(problem.title)) | _answers(
            self.problems, solved=False
        )

    def weights(self) -> dict[str, bytes]:
        """Return the files of weights that are handed in with the solution, by path."""
        return {path: data for problem in self.problems for path, data in problem.weights().items()}

    def hand_in(self, variant: Variant | None = None) -> dict[str, bytes]:
        """Return everything that is graded of the solution, or of a known mistake or an alternative put into it, by path."""
        files = self.solution()
        own: dict[str, bytes] = {}
        if variant is not None:
            files[variant.target] = variant.applied(files[variant.target])
            own = next(problem.weights(variant) for problem in self.problems if problem.name == variant.problem)
        return {path: text.encode() for path, text in files.items()} | self.weights() | own

    def _joined(self, render: Callable[[Problem, Annotated], str]) -> dict[str, str]:
        return {
            path: join(
                [
                    Fragment(problem.sources[path].path, render(problem, problem.sources[path]))
                    for problem in self.problems
                    if path in problem.sources
                ]
            )
            for path in self.editable
            if path != ANSWERS
        }

    @property
    def provided(self) -> list[tuple[str, Path]]:
        """(path in the tree, file) of what every student gets and does not edit."""
        return list(self.course.provided().items())

    @property
    def testkit(self) -> list[tuple[str, Path]]:
        """(path in the tree, file) of the test kit with the problems' probes in it.

        Raises:
            SpecError: a problem's probes have the name of general ones.
        """
        own = {f"testkit/probes/{p.name}.py": p.probes for p in self.problems if p.probes is not None}
        kit = {f"testkit/{path.relative_to(TESTKIT).as_posix()}": path for path in files_below(TESTKIT)}
        for path in own:
            if path in kit:
                raise SpecError(f"{path}: a problem and a general probe have the same name; rename the problem.")
        return sorted({**kit, **own}.items())


def _answers(problems: list[Problem] | tuple[Problem, ...], *, solved: bool) -> dict[str, str]:
    text = answers_file([(one.name, one.title, one.settings.numbers) for one in problems], solved=solved)
    return {ANSWERS: text} if text else {}
