"""Run a problem's tests on its right answers under many seeds: a right answer passes with any inputs.

The gradings of a proof use two seeds, which rarely find a tolerance that one hand-in in twenty misses. These runs need no sandbox,
because the code is the course's own.
"""

from __future__ import annotations

import hashlib
import math
import multiprocessing
import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scripts.coursespec.course import Course
from scripts.coursespec.model import Problem
from scripts.proof.native import Recorder, Run, get_test_id, run_tests

if TYPE_CHECKING:
    import pytest

SEEDS = 20  # for the solution and for each alternative
MIN_RUNS = 60  # of each test: a failure of one run in twenty is seen in 95 % of all cases
MAX_SECONDS = 20.0  # for a problem: fast tests come first, and slow ones run as often as there is time for
PARALLEL = min(4, os.cpu_count() or 1)  # processes


@dataclass(frozen=True)
class RightAnswer:
    """What could be handed in for full marks: its files, and its files of weights, by path."""

    files: Mapping[str, str]
    weights: Mapping[str, bytes]


@dataclass(frozen=True)
class SeedTrials:
    """What came of a problem's right answers under many seeds.

    Attributes:
        runs: of each test that lost no points, under any seed and of any answer, by its id in the problem.
        complaints: a sentence for each right answer and test that lost points under some seeds.
    """

    runs: Mapping[str, int] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)

    def describe(self) -> str:
        """Return how sure the runs make it that right answers pass; empty where there were none."""
        counts = sorted(self.runs.values())
        if not counts:
            return ""
        most = counts[-1]
        slow = [count for count in counts if count < most]
        words = f"{_count(len(counts) - len(slow), 'test')} passed {_count(most, 'time')} with other inputs"
        # With no failure in n runs, the chance of one is below 3 / n with 95 % certainty ("rule of three").
        if most // 3 > 1:
            words += f": with 95 % certainty, a right answer fails one of them in fewer than 1 of {most // 3} hand-ins"
        return words + (f"; {_count(len(slow), 'slow test')} ran {slow[0]} to {slow[-1]} times" if slow else "")


class ManySeeds:
    """Runs tests in processes of its own. Use as a context manager.

    Args:
        course: whose provided files and other problems the tests may need.
        base: every seed follows from it.
    """

    def __init__(self, course: Course, base: str) -> None:
        self._course, self._base = course, base
        # Started afresh: a process that has run tensor operations, such as a grader, may not be forked.
        self._pool = ProcessPoolExecutor(PARALLEL, multiprocessing.get_context("spawn"))

    def __enter__(self) -> ManySeeds:
        return self

    def __exit__(self, *exception: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def try_answers(
        self, problem: Problem, answers: Mapping[str, RightAnswer], seconds: Mapping[str, float]
    ) -> SeedTrials:
        """Run the problem's tests on right answers.

        Args:
            problem: whose tests are run.
            answers: by their names for people.
            seconds: what each test took in the grader, by its id in the problem; the others do not run.

        Raises:
            SpecError: pytest ended without an answer.
        """
        order = sorted(seconds, key=lambda test: seconds[test])
        count = max(SEEDS, math.ceil(MIN_RUNS / len(answers)))
        share = MAX_SECONDS * min(PARALLEL, len(answers)) / len(answers)
        futures = {
            label: self._pool.submit(
                _run, problem, answer, self._course, order, [f"{self._base} {label} {n}" for n in range(count)], share
            )
            for label, answer in answers.items()
        }
        runs = {label: future.result() for label, future in futures.items()}
        complaints = [
            f"{problem.name}: {label} loses points in {test} under {lost} of {run.runs[test]} seeds; "
            "give the test inputs or a tolerance with a margin."
            for label, run in runs.items()
            for test, lost in run.losses.items()
            if lost < run.runs[test]  # what always fails here, and not in the grader, is no matter of seeds
        ]
        lost_any = {test for run in runs.values() for test in run.losses}
        total = {test: sum(run.runs.get(test, 0) for run in runs.values()) for test in order if test not in lost_any}
        return SeedTrials({test: count for test, count in total.items() if count}, complaints)


def _run(
    problem: Problem,
    answer: RightAnswer,
    course: Course,
    order: Sequence[str],
    seeds: Sequence[str],
    seconds: float,
) -> Run:
    recorder = _SeedRecorder(order, seeds, seconds)
    return run_tests(problem, answer.files, course, weights=answer.weights, recorder=recorder)


class _SeedRecorder(Recorder):
    """Runs tests one after another, each under all seeds, as long as there is time."""

    def __init__(self, order: Sequence[str], seeds: Sequence[str], seconds: float) -> None:
        super().__init__()
        self._order, self._seeds, self._seconds = order, seeds, seconds
        self._seed = ""

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests in place of pytest's own loop."""
        fixtures = session.config.pluginmanager.get_plugin("testkit fixtures")
        assert fixtures is not None
        fixtures.get_key = self._get_key
        items = {get_test_id(item.nodeid): item for item in session.items}
        deadline = time.monotonic() + self._seconds
        for test in self._order:
            for seed in self._seeds if test in items else ():
                if time.monotonic() > deadline:
                    return True
                self._seed = seed
                self._run_once(test, items[test])
        return True

    def _run_once(self, test: str, item: pytest.Item) -> None:
        self.run.outcomes.pop(test, None)
        function = getattr(item, "function", None)
        if hasattr(function, "__score__"):
            function.__score__ = None  # type: ignore[union-attr]
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
        self.run.runs[test] = self.run.runs.get(test, 0) + 1
        if self.run.outcomes.get(test):
            self.run.losses[test] = self.run.losses.get(test, 0) + 1

    def _get_key(self, test_id: str) -> int:
        return int.from_bytes(hashlib.sha256(f"{self._seed}\0{get_test_id(test_id)}".encode()).digest(), "big")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
