"""Measure which share of mechanical changes of the solutions the tests notice."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from scripts.coursespec.model import Assignment, Problem
from scripts.proof.judging import judge_mutants
from scripts.proof.mutants import Mutant, make_mutants
from scripts.proof.survivors import compare_survivors, read_survivors
from scripts.proof.verdicts import append_verdicts, make_keys, read_verdicts

MIN_SHARE = 0.95  # of all changes must be noticed


@dataclass(frozen=True)
class ProblemReport:
    """What became of the mutants of a problem."""

    name: str
    changes: int
    noticed: int
    explained: int  # listed in survivors.toml
    complaints: list[str]

    @property
    def unexplained(self) -> int:
        """Survivors that survivors.toml does not list."""
        return self.changes - self.noticed - self.explained


@dataclass(frozen=True)
class _Work:
    problem: Problem
    home: Path  # of the course
    mutants: dict[str, Mutant]  # by the key of their verdicts

    @property
    def path(self) -> Path:
        """Where the verdicts are kept."""
        return self.home / "dist" / "mutation" / f"{self.problem.name}.jsonl"


def measure_mutation(
    assignment: Assignment,
    only: str | None,
    workers: int,
    on_progress: Callable[[int, int, str], None] = lambda done, total, label: None,
) -> list[ProblemReport]:
    """Judge every mutant that no earlier run judged, and report on each problem.

    Args:
        assignment: whose solutions are changed.
        only: name of the one problem to change; None for all.
        workers: graders at work at a time.
        on_progress: called with the mutants judged, those to judge, and which was the last.

    Raises:
        SpecError: this machine cannot grade, or the unchanged solution loses points.
    """
    work = [
        _make_work(problem, assignment.course.home)
        for problem in assignment.problems
        if problem.tests and problem.sources and only in (None, problem.name)
    ]
    paths = {one.problem.name: one.path for one in work}
    waiting = []
    for one in work:
        known = read_verdicts(one.path)
        waiting += [(mutant, key) for key, mutant in one.mutants.items() if key not in known]
    on_progress(0, len(waiting), "judging")
    with closing(judge_mutants(assignment, waiting, workers)) as judged:
        for done, (mutant, verdict) in enumerate(judged, 1):
            append_verdicts(paths[mutant.problem], [verdict])
            on_progress(done, len(waiting), f"{mutant.problem} {mutant.owner}")
    return [_report(one) for one in work]


def complain_of_share(reports: list[ProblemReport]) -> list[str]:
    """Return a sentence where too small a share of an assignment's changes is noticed."""
    share = sum(report.noticed for report in reports) / max(sum(report.changes for report in reports), 1)
    if share >= MIN_SHARE:
        return []
    return [f"{100 * share:.1f} % of the changes are noticed, {100 * MIN_SHARE:.0f} % should be."]


def _make_work(problem: Problem, home: Path) -> _Work:
    mutants = [mutant for path in problem.sources for mutant in make_mutants(problem, path)]
    return _Work(problem, home, dict(zip(make_keys(problem, mutants), mutants, strict=True)))


def _report(work: _Work) -> ProblemReport:
    verdicts = read_verdicts(work.path)
    survived = [mutant for key, mutant in work.mutants.items() if not verdicts[key].killer]
    complaints = [
        f"{verdicts[key].killer}: the test fails with an error of its own when '{mutant.before}' becomes '{mutant.after}' in "
        f"{mutant.owner}; check the answer's kind before using it."
        for key, mutant in work.mutants.items()
        if verdicts[key].reason == "grader_error"
    ]
    complaints += compare_survivors(work.problem, list(work.mutants.values()), survived)
    entries = {entry.name for entry in read_survivors(work.problem)}
    changes = len(work.mutants)
    explained = sum(mutant.name in entries for mutant in survived)
    return ProblemReport(work.problem.name, changes, changes - len(survived), explained, complaints)
