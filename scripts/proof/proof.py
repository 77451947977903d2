"""Is the spec sound? ``python -m scripts.check [--assignment complete] [--problem NAME]`` reads everything, looks
for leaks, and then grades, in the sandbox: the solution (full marks, under two seeds), the skeleton (zero on every
test), every known mistake (loses points exactly in the tests that it names, and earns its own hint) and every
alternative (full marks). Details go to a file."""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.files import write_atomically
from scripts.build.autograder_zip import EXECUTABLE, build
from scripts.build.student_tree import render
from scripts.coursespec.files import write_tree, zipped
from scripts.coursespec.loader import (
    ROOT,
    Assignment,
    AssignmentSettings,
    Entry,
    Problem,
    assignment_names,
    blanks,
    load_assignment,
    load_problem,
)
from scripts.coursespec.variants import Variant
from scripts.errors import SpecError, run_command
from scripts.leaks.check import find_leaks

if TYPE_CHECKING:
    from autograder.api import Grader
    from autograder.model.grading import Outcome

Say = Callable[[str], None]
HINTED = ("wrong", "raised")  # ends that say something of the misconception behind them


@dataclass
class Findings:
    """What is wrong, a sentence each, and a protocol of everything that was run."""

    complaints: list[str] = field(default_factory=list)
    protocol: list[str] = field(default_factory=list)
    runs: int = 0

    def complain(self, sentences: Iterable[str]) -> None:
        self.complaints += sentences


def static_complaints(assignment: Assignment) -> list[str]:
    """What can be said without running anything, beyond what loading has said."""
    found = [sentence for problem in assignment.problems for sentence in blanks(problem.folder, assignment.root)]
    found += [str(leak) for leak in find_leaks(assignment, render(assignment, solved=False))]
    for problem in assignment.problems:
        if problem.sources and not problem.tests:
            found.append(
                f"spec/problems/{problem.name}: students edit files here and no test looks at them; write tests."
            )
    return found


def check(
    assignment: Assignment,
    only: Sequence[str] | None = None,
    say: Say = print,
    now: Say = lambda _: None,
    seeds: Sequence[str] = (),
) -> Findings:
    """Check ``assignment``, grading just the problems named in ``only`` where it is given.

    ``say`` is called with a sentence after each problem, ``now`` with what is being graded. Everything is graded under
    the first of ``seeds`` (two new ones where none are given), the solution under all of them.
    """
    seeds = list(seeds) or [secrets.token_hex(16) for _ in range(2)]
    findings = Findings()
    findings.complain(static_complaints(assignment))
    problems = [problem for problem in assignment.problems if only is None or problem.name in only]
    from autograder.api import Grader  # imports torch
    from autograder.isolation.workspace import RefusedError

    with tempfile.TemporaryDirectory(prefix="check-") as folder:
        home = Path(folder)
        try:
            for round_, seed in zip(("first", "second"), seeds, strict=False):
                place = home / round_
                write_tree(place, build(assignment, seed), EXECUTABLE)
                with Grader(place) as grader:
                    run = _Check(assignment, grader, findings, home, now)
                    for problem in problems:
                        if run.solution(problem, round_) and round_ == "first":
                            run.skeleton(problem)
                            run.variants(problem)
                        say(f"{problem.name}: {round_} seed, {findings.runs} gradings so far")
        except RefusedError as error:
            raise SpecError(str(error)) from error
    return findings


class _Check:
    """Gradings of one build."""

    def __init__(self, assignment: Assignment, grader: Grader, findings: Findings, home: Path, now: Say) -> None:
        self._assignment, self._grader, self._findings, self._home = assignment, grader, findings, home
        self._now = now
        self._solution = assignment.solution()

    def solution(self, problem: Problem, round_: str) -> bool:
        """Whether the solution has full marks; where it has not, there is no point in judging mistakes by the tests."""
        lost = self._grade(problem, f"solution ({round_} seed)", self._solution, give_hints=False)
        self._findings.complain(
            f"{problem.name}: the solution loses points in {test}: {_said(outcome)}" for test, outcome in lost.items()
        )
        return not lost

    def skeleton(self, problem: Problem) -> None:
        lost = self._grade(problem, "skeleton", self._assignment.skeleton(), give_hints=False)
        for test in self._run_here(problem):
            if test not in lost or lost[test].score > 0:
                self._findings.complain(
                    [f"{problem.name}: the untouched skeleton earns points in {test}; make it call a stub."]
                )

    def variants(self, problem: Problem) -> None:
        for alternative in problem.alternatives:
            lost = self._grade(problem, f"alternative {alternative.name}", self._with(alternative), give_hints=False)
            self._findings.complain(
                f"{alternative.source}: this right answer loses points in {test}: {_said(outcome)}"
                for test, outcome in lost.items()
            )
        for mistake in problem.mistakes:
            self._mistake(problem, mistake)

    def _mistake(self, problem: Problem, mistake: Variant) -> None:
        lost = self._grade(problem, f"mistake {mistake.name}", self._with(mistake), give_hints=True)
        here = self._run_here(problem)
        wanted = [test for test in (f"{problem.name}/{test}" for test in problem.failing(mistake)) if test in here]
        where = f"{mistake.source}:{mistake.fails_line}"
        self._findings.complain(
            f"{where}: FAILS names {test}, and this mistake passes it; strengthen the test or mend FAILS."
            for test in wanted
            if test not in lost
        )
        self._findings.complain(
            f"{where}: this mistake also loses points in {test} ({_said(outcome)}); add it to FAILS or mend the test."
            for test, outcome in lost.items()
            if test not in wanted
        )
        hint = " ".join(mistake.sentence.split())
        telling = [outcome for outcome in lost.values() if outcome.reason in HINTED]
        if telling and not any(outcome.hint == hint for outcome in telling):
            others = sorted({outcome.hint for outcome in telling if outcome.hint})
            instead = f"; students read instead: {others[0]}" if others else ""
            self._findings.complain([f"{mistake.source}:1: no failed test shows this mistake's own hint{instead}"])

    def _with(self, variant: Variant) -> dict[str, str]:
        return {**self._solution, variant.target: variant.applied(self._solution[variant.target])}

    def _run_here(self, problem: Problem) -> list[str]:
        manifest = self._grader.manifest
        return [
            test.id for test in manifest.tests if test.problem == problem.name and test.device == self._grader.device
        ]

    def _grade(self, problem: Problem, label: str, files: Mapping[str, str], *, give_hints: bool) -> dict[str, Outcome]:
        """Outcomes of the problem's tests that lost points."""
        self._now(f"{problem.name}: {label}")
        path = self._home / "submission.zip"  # through the same door as a student's
        path.write_bytes(zipped({name: text.encode() for name, text in files.items()}))
        only = self._run_here(problem)
        grading = self._grader.grade(path, only=only, give_hints=give_hints)
        outcomes = {outcome.test.id: outcome for outcome in grading.outcomes if outcome.test.id in set(only)}
        lost = {test: outcome for test, outcome in outcomes.items() if outcome.score < outcome.test.points - 1e-9}
        self._findings.runs += 1
        protocol = self._findings.protocol
        protocol.append(
            f"== {problem.name}, {label}: {len(lost)} of {len(only)} tests lose points, {grading.seconds:.1f} s"
        )
        for test, outcome in lost.items():
            protocol.append(
                f"  {test}: {outcome.reason}, {outcome.score:g} of {outcome.test.points:g}: {_said(outcome)}"
            )
            protocol += [f"    hint: {outcome.hint}"] if outcome.hint else []
            protocol += [f"    {line}" for line in outcome.staff.splitlines()]
        return lost


def one_problem(name: str, assignment: str) -> Assignment:
    """An assignment for checking one problem: the named one if it is sound and lists it, otherwise one of its own."""
    if assignment in assignment_names():
        with suppress(SpecError):
            whole = load_assignment(assignment)
            if name in whole.entries:
                return whole
    return alone(name)


def alone(name: str) -> Assignment:
    """An assignment of the one problem ``name``, with the packages that the courses list."""
    problem = load_problem(name)
    settings = AssignmentSettings(
        title=problem.title,
        course="",
        term="",
        problems=[Entry(name, points=10.0 if problem.tests else 0.0)],
        packages=["torch", "torchvision", "numpy", "matplotlib", "sklearn", "pandas", "scipy", "tqdm"],
    )
    return Assignment(name, ROOT, f"spec/problems/{name}", settings, (problem,))


def main(arguments: Sequence[str]) -> int:
    """See the module's docstring."""
    from rich.console import Console

    parser = argparse.ArgumentParser(prog="python -m scripts.check", description=__doc__)
    parser.add_argument("--assignment", default="complete")
    parser.add_argument("--problem", help="grade only this one")
    parser.add_argument("--static", action="store_true", help="read and look for leaks, grade nothing")
    options = parser.parse_args(arguments)
    console = Console(stderr=False, highlight=False)
    name = options.problem or options.assignment
    if options.problem:
        assignment = one_problem(options.problem, options.assignment)
    else:
        assignment = load_assignment(options.assignment)
    if options.static:
        findings = Findings(complaints=static_complaints(assignment))
    else:
        with console.status(f"checking {name}") as status:
            only = [options.problem] if options.problem else None
            findings = check(assignment, only, console.print, status.update)
        path = ROOT / "build" / "check" / f"{name}.txt"
        text = [*findings.complaints, "", *findings.protocol] if findings.complaints else findings.protocol
        write_atomically(path, ("\n".join(text) + "\n").encode())
        console.print(f"{findings.runs} gradings; details in {path.relative_to(ROOT)}")
    if findings.complaints:
        shown = findings.complaints[:30]
        more = (
            [f"... and {len(findings.complaints) - len(shown)} more."] if len(findings.complaints) > len(shown) else []
        )
        raise SpecError([*shown, *more])
    console.print(f"{name} is sound")
    return 0


def _said(outcome: Outcome) -> str:
    staff = outcome.staff.splitlines()
    if outcome.reason == "grader_error":
        return (staff or [outcome.message])[-1].strip()
    return next(line.strip() for line in [*outcome.message.splitlines(), *staff, outcome.reason] if line.strip())


if __name__ == "__main__":
    run_command(main, sys.argv[1:])
