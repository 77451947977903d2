"""Grade a problem in seconds while writing it: by the grader of ``make check``, without the sandbox's layers and without hints.

One grader, one wire: a test that passes here passes there.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.build.autograder_zip import EXECUTABLE, build_tree
from scripts.build.grader import start_grader
from scripts.coursespec.course import Course
from scripts.coursespec.files import write_tree, zipped
from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.one_problem import make_assignment
from scripts.coursespec.variants import Variant
from scripts.errors import SpecError
from scripts.proof.native import find_native_failures, list_gpu_suites, solved_elsewhere
from scripts.proof.proof import POINTS_TOLERANCE, describe

if TYPE_CHECKING:
    from autograder.api import Grader
    from autograder.model.grading import Outcome

SEED = "0" * 32  # the same code meets the same inputs, so that what fails can be looked at again


class Tries:
    """Grades the solution, the skeleton and the variants of one problem. Made by ``open_tries``."""

    def __init__(self, assignment: Assignment, grader: Grader, path: Path) -> None:
        self._assignment, self._grader, self._path = assignment, grader, path

    def grade(self, variant: Variant | None = None) -> dict[str, Outcome]:
        """Grade the solution, or the solution with a variant put in; return the outcomes by the test's id in the problem."""
        return self._grade(self._assignment.hand_in(variant))

    def grade_skeleton(self) -> dict[str, Outcome]:
        """Grade the untouched skeleton."""
        return self._grade({name: text.encode() for name, text in self._assignment.skeleton().items()})

    def _grade(self, files: Mapping[str, bytes]) -> dict[str, Outcome]:
        self._path.write_bytes(zipped(files))
        grading = self._grader.grade(self._path, give_hints=False)
        outcomes = [outcome for outcome in grading.outcomes if outcome.test.device == self._grader.device]
        return {outcome.test.id.partition("/")[2]: outcome for outcome in outcomes}


@contextmanager
def open_tries(problem: Problem, course: Course) -> Iterator[Tries]:
    """Give the means to grade a problem, finished or not.

    Args:
        problem: the problem.
        course: the problem's.

    Raises:
        SpecError: no test can be run.
    """
    if not problem.tests:
        raise SpecError(f"{problem.display_path}: no tests were found; write one in public/ or hidden/.")
    assignment = make_assignment(problem, course, list_gpu_suites(problem.name, course))
    tree = build_tree(assignment, SEED)
    for path, text in solved_elsewhere(problem, assignment.solution(), course).items():
        tree.setdefault(f"tree/{path}", text.encode())
    with tempfile.TemporaryDirectory(prefix=f"try-{problem.name}-") as folder:
        write_tree(Path(folder) / "build", tree, EXECUTABLE)
        with start_grader(Path(folder) / "build", tier="practice") as grader:
            yield Tries(assignment, grader, Path(folder) / "submission.zip")


@dataclass(frozen=True)
class Trial:
    """What came of one solution, skeleton, mistake or alternative."""

    label: str
    tests: list[str]  # that ran
    lost: list[str]  # those of them that lost points
    complaints: list[str]  # what is not as it should be


def try_all(problem: Problem, course: Course, on_result: Callable[[Trial], None]) -> None:
    """Grade solution, skeleton, mistakes and alternatives; run the public tests on the solution as students do, too.

    Args:
        problem: the problem.
        course: the problem's.
        on_result: called with each trial.

    Raises:
        SpecError: no test can be run.
    """
    public = [test.id for test in problem.tests if test.public]
    failures = find_native_failures(problem, course)  # first: it forks, and the grader computes in this process
    untried = list_gpu_suites(problem.name, course)

    def failing(mistake: Variant, tests: Sequence[str]) -> list[str]:
        """Return the tests that a mistake must fail, or a pattern of its FAILS as it is where it matches none."""
        names: list[str] = []
        for pattern in mistake.fails:
            found = [test for test in tests if fnmatchcase(test, pattern)]
            names += found or ([] if pattern.partition("::")[0] in untried else [pattern])
        return names

    def report(label: str, outcomes: dict[str, Outcome], expect: Callable[[Sequence[str]], Sequence[str]]) -> None:
        lost = [name for name, one in outcomes.items() if one.score < one.test.points - POINTS_TOLERANCE]
        on_result(Trial(label, [*outcomes], lost, _compare(outcomes, lost, expect([*outcomes]))))

    if public:
        on_result(Trial("solution, as students run it", public, failures, failures))
    with open_tries(problem, course) as tries:
        report("solution", tries.grade(), lambda tests: [])
        report("skeleton", tries.grade_skeleton(), lambda tests: tests)
        for mistake in problem.mistakes:
            report(f"mistake {mistake.name}", tries.grade(mistake), partial(failing, mistake))
        for alternative in problem.alternatives:
            report(f"alternative {alternative.name}", tries.grade(alternative), lambda tests: [])


def _compare(outcomes: Mapping[str, Outcome], lost: Sequence[str], expected: Sequence[str]) -> list[str]:
    """List how a grading differs from what is expected to fail, a sentence each."""
    wrong = [f"{test} passes and should not" for test in outcomes if test in expected and test not in lost]
    wrong += [f"{test} fails and should pass: {describe(outcomes[test])}" for test in lost if test not in expected]
    return wrong + [f"FAILS names {test}, which is not a test" for test in expected if test not in outcomes]
