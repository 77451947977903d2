"""Prove that a spec is sound, by reading it and by grading in the sandbox.

The solution has full marks, under two seeds; the skeleton has zero on every test; every known mistake loses points exactly in
the tests that it names, and shows its own hint; every alternative has full marks; nothing secret is in what students get. The
public tests pass on the solution where students run them, in one process with their code. In the end the tests run on the solution
and the alternatives under many more seeds, outside the sandbox.
"""

from __future__ import annotations

import random
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.files import write_atomically
from scripts.build.autograder_zip import EXECUTABLE, build_tree
from scripts.build.grader import start_grader
from scripts.build.student_tree import render
from scripts.coursespec.course import Course
from scripts.coursespec.files import write_tree, zipped
from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.validation import find_blanks
from scripts.coursespec.variants import Variant
from scripts.documents.handout import convert_handout
from scripts.errors import SpecError
from scripts.leaks.check import find_leaks
from scripts.options import describe_minutes
from scripts.proof.many_seeds import MAX_SECONDS, ManySeeds, RightAnswer
from scripts.proof.native import find_native_failures

if TYPE_CHECKING:
    from autograder.api import Grader
    from autograder.model.grading import Outcome

TELLING_REASONS = ("wrong", "raised")  # failures that say something of the misconception behind them
SECONDS_OF_GRADING = 1.5  # 490 gradings of all problems took 12 minutes on two cores
SAMPLE_TESTS = 4  # of a problem, where a kept proof is sampled
SAMPLE_FAILING = 3  # of those that a mistake has to lose; where it has more, its hint is not looked at
MIN_GRADINGS_OF_PACE = 5  # before that, a few slow ones would mislead
POINTS_TOLERANCE = 1e-9  # points are rounded to 1e-4; sums of them differ in the last bits


@dataclass
class Findings:
    """What is wrong, a sentence each, and a protocol of everything that was graded."""

    complaints: list[str] = field(default_factory=list)
    protocol: list[str] = field(default_factory=list)
    gradings: int = 0
    proven: dict[str, int] = field(default_factory=dict)  # problem without a complaint -> its gradings

    def complain(self, sentences: Iterable[str]) -> None:
        """Add sentences to the complaints."""
        self.complaints += sentences

    def write(self, path: Path) -> None:
        """Write complaints and protocol to ``path``."""
        lines = [*self.complaints, "", *self.protocol] if self.complaints else self.protocol
        write_atomically(path, ("\n".join(lines) + "\n").encode())


def prove_statically(assignment: Assignment) -> list[str]:
    """List what is wrong that needs no grading and that loading does not find, a sentence each."""
    found = [sentence for problem in assignment.problems for sentence in find_blanks(problem.folder, assignment.course)]
    try:
        convert_handout(assignment, staff=True)
    except SpecError as error:
        found += error.sentences
    found += [str(leak) for leak in find_leaks(assignment, render(assignment, solved=False))]
    for problem in assignment.problems:
        if problem.sources and not problem.tests:
            found.append(f"{problem.display_path}: students edit files here and no test looks at them; write tests.")
    return found


def prove(
    assignment: Assignment,
    only: Sequence[str] | None = None,
    on_result: Callable[[str], None] = lambda _: None,
    on_progress: Callable[[str], None] = lambda _: None,
    seeds: Sequence[str] = (),
) -> Findings:
    """Prove an assignment, statically and by grading.

    Args:
        assignment: what to prove.
        only: names of the problems to grade; None for all.
        on_result: called with a sentence after each problem.
        on_progress: called with what is being graded.
        seeds: of the builds, 32 hexadecimal digits each. The solution is graded under all of them, everything else under
            the first. Two new ones where none are given.

    Raises:
        SpecError: this machine cannot grade.
    """
    seeds = list(seeds) or [secrets.token_hex(16) for _ in range(2)]
    findings = Findings()
    findings.complain(prove_statically(assignment))
    problems = [problem for problem in assignment.problems if only is None or problem.name in only]
    natively_wrong = _try_natively(problems, assignment.course, findings, on_progress)
    total = sum(map(count_gradings, problems))
    guess = total * SECONDS_OF_GRADING + len(problems) * MAX_SECONDS
    on_result(f"{total} gradings, and right answers under many seeds: {describe_minutes(guess)} on two cores")
    progress = _Progress(total, on_progress)
    seconds: dict[str, float] = {}  # of each test, on the solution
    with tempfile.TemporaryDirectory(prefix="check-") as name:
        home = Path(name)
        for ordinal, seed in zip(("first", "second"), seeds, strict=False):
            write_tree(home / ordinal, build_tree(assignment, seed), EXECUTABLE)
            with start_grader(home / ordinal) as grader:
                proof = ProofByGrading(assignment, grader, findings, home / "submission.zip", progress.begin)
                for problem in problems:
                    if ordinal == "first":
                        proof.prove_problem(problem)
                        seconds |= proof.seconds
                    elif not proof.prove_solution(problem, ordinal):
                        findings.proven.pop(problem.name, None)
                    on_result(f"{problem.name}: {ordinal} seed, {findings.gradings} gradings so far")
    for name in natively_wrong:
        findings.proven.pop(name, None)
    with ManySeeds(assignment.course, seeds[0]) as many:
        for problem in [problem for problem in problems if problem.name in findings.proven]:
            on_progress(f"{problem.name}: many seeds, at most {MAX_SECONDS:.0f} s")
            answers = right_answers(assignment, problem)
            ids = {f"{problem.name}/{test.id}": test.id for test in problem.tests}
            took = {test: seconds[id] for id, test in ids.items() if id in seconds}
            trials = many.try_answers(problem, answers, took)
            if trials.complaints:
                findings.complain(trials.complaints)
                del findings.proven[problem.name]
            elif sentence := trials.describe():
                findings.protocol.append(f"== {problem.name}, many seeds: {sentence}")
                on_result(f"{problem.name}: {sentence}")
    return findings


def _try_natively(
    problems: Sequence[Problem], course: Course, findings: Findings, on_progress: Callable[[str], None]
) -> list[str]:
    """Run the public tests on the solution as students run them, before a grader starts: these runs are forked.

    Returns:
        The problems that have complaints now.
    """
    wrong = []
    for problem in problems:
        if any(test.public for test in problem.tests):
            on_progress(f"{problem.name}: public tests as students run them")
            if failures := find_native_failures(problem, course):
                findings.complain(failures)
                wrong.append(problem.name)
    return wrong


def right_answers(assignment: Assignment, problem: Problem) -> dict[str, RightAnswer]:
    """Return the solution and each of the problem's alternatives, by their names for people."""
    weights = assignment.weights().keys()
    answers = {}
    for label, variant in [
        ("the solution", None),
        *((f"the alternative {one.name}", one) for one in problem.alternatives),
    ]:
        parts = assignment.hand_in(variant)
        files = {path: data.decode() for path, data in parts.items() if path not in weights}
        answers[label] = RightAnswer(files, {path: data for path, data in parts.items() if path in weights})
    return answers


def count_gradings(problem: Problem) -> int:
    """Return how many gradings prove a problem that is sound."""
    return 3 + len(problem.alternatives) + len(problem.mistakes)  # the solution twice, the skeleton


class _Progress:
    """Says what is being graded, how much is left and how long that takes at the pace so far."""

    def __init__(self, total: int, on_progress: Callable[[str], None]) -> None:
        self._total, self._on_progress = total, on_progress
        self._begun, self._started = 0, time.monotonic()

    def begin(self, what: str) -> None:
        """Say what is graded next."""
        left = ""
        if self._begun >= MIN_GRADINGS_OF_PACE:
            seconds = (time.monotonic() - self._started) / self._begun * max(0, self._total - self._begun)
            left = f", {describe_minutes(seconds)} left"
        self._begun += 1
        self._on_progress(f"{what} ({self._begun} of {self._total}{left})")


class ProofByGrading:
    """The gradings of one build.

    Args:
        assignment: what the build is of.
        grader: of the build.
        findings: what is wrong is added to them.
        path: where each submission is written. It is graded as a zip, as a student's is.
        on_progress: called with what is being graded.
    """

    def __init__(
        self,
        assignment: Assignment,
        grader: Grader,
        findings: Findings,
        path: Path,
        on_progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._assignment, self._grader, self._findings, self._path = assignment, grader, findings, path
        self._on_progress = on_progress
        self._solution = assignment.hand_in()
        self._sample: set[str] | None = None  # ids of the tests that are run; None for all
        self.seconds: dict[str, float] = {}  # of each test in the last grading of a solution, by its id

    def prove_problem(self, problem: Problem) -> None:
        """Prove one problem."""
        complaints, gradings = len(self._findings.complaints), self._findings.gradings
        if self.prove_solution(problem, "first"):
            self.prove_skeleton(problem)
            for alternative in problem.alternatives:
                self.prove_alternative(problem, alternative)
            for mistake in problem.mistakes:
                self.prove_mistake(problem, mistake)
        if len(self._findings.complaints) == complaints:
            self._findings.proven[problem.name] = self._findings.gradings - gradings

    def prove_sample(self, problem: Problem, digest: str) -> None:
        """Repeat one grading of a problem's proof with a few of its tests: others whenever what the proof depends on has changed.

        Args:
            problem: of the assignment.
            digest: draws the grading and the tests.
        """
        steps: list[tuple[Callable[[], object], Sequence[str]]] = [
            (partial(self.prove_solution, problem, "first"), ()),
            (partial(self.prove_skeleton, problem), ()),
            *((partial(self.prove_alternative, problem, alternative), ()) for alternative in problem.alternatives),
            *(
                (partial(self.prove_mistake, problem, mistake), problem.failing(mistake))
                for mistake in problem.mistakes
            ),
        ]
        draw = random.Random(digest)
        prove_step, failing = draw.choice(steps)
        tests = self._tests_of(problem)
        self._sample = {
            *draw.sample(tests, min(SAMPLE_TESTS, len(tests))),
            *(f"{problem.name}/{test}" for test in draw.sample(failing, min(SAMPLE_FAILING, len(failing)))),
        }
        try:
            prove_step()
        finally:
            self._sample = None

    def prove_solution(self, problem: Problem, ordinal: str) -> bool:
        """Return whether the solution has full marks; where it has not, the tests cannot judge mistakes either."""
        lost = self._grade(problem, f"solution ({ordinal} seed)", self._solution, give_hints=False)
        self._findings.complain(
            f"{problem.name}: the solution loses points in {test}: {describe(outcome)}"
            for test, outcome in lost.items()
        )
        return not lost

    def prove_skeleton(self, problem: Problem) -> None:
        """Prove that the untouched skeleton earns nothing in any test."""
        skeleton = {name: text.encode() for name, text in self._assignment.skeleton().items()}
        lost = self._grade(problem, "skeleton", skeleton, give_hints=False)
        self._findings.complain(
            f"{problem.name}: the untouched skeleton earns points in {test}; make it call a stub."
            for test in self._tests_of(problem)
            if test not in lost or lost[test].score > 0
        )

    def prove_alternative(self, problem: Problem, alternative: Variant) -> None:
        """Prove that a right answer written otherwise has full marks."""
        hand_in = self._assignment.hand_in(alternative)
        lost = self._grade(problem, f"alternative {alternative.name}", hand_in, give_hints=False)
        self._findings.complain(
            f"{alternative.source}: this right answer loses points in {test}: {describe(outcome)}"
            for test, outcome in lost.items()
        )

    def prove_mistake(self, problem: Problem, mistake: Variant) -> None:
        """Prove that a known mistake loses exactly the tests of its FAILS, and that one of them shows its own hint."""
        here = set(self._tests_of(problem))
        failing = [f"{problem.name}/{test}" for test in problem.failing(mistake)]
        named = [test for test in failing if test in here]
        # A mistake may be named in one of many tests. A sample of them need not hold that one, and hints cost most of the time.
        sees_hint = self._sample is None or len(named) == len(failing)
        label = f"mistake {mistake.name}"
        lost = self._grade(problem, label, self._assignment.hand_in(mistake), give_hints=sees_hint)
        where = f"{mistake.source}:{mistake.fails_line}"
        self._findings.complain(
            f"{where}: FAILS names {test}, and this mistake passes it; strengthen the test or fix FAILS."
            for test in named
            if test not in lost
        )
        self._findings.complain(
            f"{where}: this mistake also loses points in {test} ({describe(outcome)}); add it to FAILS or fix the test."
            for test, outcome in lost.items()
            if test not in named
        )
        hint = " ".join(mistake.sentence.split())
        telling = [outcome for outcome in lost.values() if outcome.reason in TELLING_REASONS]
        if sees_hint and telling and not any(outcome.hint == hint for outcome in telling):
            others = sorted({outcome.hint for outcome in telling if outcome.hint})
            instead = f"; students read instead: {others[0]}" if others else ""
            self._findings.complain([f"{mistake.source}:1: no failed test shows this mistake's own hint{instead}"])

    def _tests_of(self, problem: Problem) -> list[str]:
        """Return the ids of the problem's tests that this grader runs, or of those that belong to a sample."""
        return [
            test.id
            for test in self._grader.manifest.tests
            if test.problem == problem.name and test.device == self._grader.device
            if self._sample is None or test.id in self._sample
        ]

    def _grade(
        self, problem: Problem, label: str, files: Mapping[str, bytes], *, give_hints: bool
    ) -> dict[str, Outcome]:
        """Return the outcomes of the problem's tests that lost points."""
        self._on_progress(f"{problem.name}: {label}")
        self._path.write_bytes(zipped(files))
        only = self._tests_of(problem)
        grading = self._grader.grade(self._path, only=only, give_hints=give_hints)
        outcomes = {outcome.test.id: outcome for outcome in grading.outcomes if outcome.test.id in set(only)}
        if files is self._solution:
            self.seconds |= {test: outcome.seconds for test, outcome in outcomes.items()}
        lost = {
            test: outcome
            for test, outcome in outcomes.items()
            if outcome.score < outcome.test.points - POINTS_TOLERANCE
        }
        self._findings.gradings += 1
        protocol = self._findings.protocol
        protocol.append(
            f"== {problem.name}, {label}: {len(lost)} of {len(only)} tests lose points, {grading.seconds:.1f} s"
        )
        for test, outcome in lost.items():
            protocol.append(
                f"  {test}: {outcome.reason}, {outcome.score:g} of {outcome.test.points:g}: {describe(outcome)}"
            )
            protocol += [f"    hint: {outcome.hint}"] if outcome.hint else []
            protocol += [f"    {line}" for line in outcome.staff.splitlines()]
        return lost


def describe(outcome: Outcome) -> str:
    """Return the line that says most about why a test lost points."""
    staff = outcome.staff.splitlines()
    if outcome.reason == "grader_error":
        return (staff or [outcome.message])[-1].strip()
    return next(line.strip() for line in [*outcome.message.splitlines(), *staff, outcome.reason] if line.strip())
