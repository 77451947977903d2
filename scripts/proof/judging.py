"""Judge mutants in the sandbox, in processes with a grader each."""

from __future__ import annotations

import dataclasses
import hashlib
import multiprocessing
import multiprocessing.util
import tempfile
from collections import Counter
from collections.abc import Generator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from pathlib import Path

from autograder.isolation.layers.tiers import choose_plan
from scripts.build.autograder_zip import EXECUTABLE, build_tree
from scripts.build.grader import start_grader
from scripts.coursespec.annotated import parse
from scripts.coursespec.files import write_tree, zipped
from scripts.coursespec.model import Assignment
from scripts.errors import SpecError
from scripts.proof.mutants import Mutant
from scripts.proof.proof import POINTS_TOLERANCE
from scripts.proof.verdicts import Verdict

SEED = hashlib.sha256(b"mutation").hexdigest()[:32]  # the same inputs in every run, so that verdicts can be kept
MAX_FAVOURITES = 3  # tests that noticed most changes of the same function and are run before the others


class Judge:
    """Judges mutants of one assignment's solutions with a build and a grader of its own."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._killers: dict[tuple[str, str], Counter[str]] = {}  # tests that noticed, by file and function
        self._closing = ExitStack()
        try:
            self._home = Path(self._closing.enter_context(tempfile.TemporaryDirectory(prefix="mutation-")))
            write_tree(self._home / "build", build_tree(assignment, SEED), EXECUTABLE)
            self._grader = self._closing.enter_context(start_grader(self._home / "build"))
        except BaseException:
            self._closing.close()
            raise

    def close(self) -> None:
        """Close the grader and remove the build."""
        self._closing.close()

    def judge(self, mutant: Mutant, key: str) -> Verdict:
        """Grade one mutant, up to the first test that notices."""
        submission = self._home / "submission.zip"
        submission.write_bytes(zipped(self._files(mutant)))
        tests = [t.id for t in self._grader.manifest.tests if t.problem == mutant.problem and t.device == "cpu"]
        killers = self._killers.setdefault((mutant.path, mutant.owner), Counter())
        favourites = [test for test, _ in killers.most_common(MAX_FAVOURITES)]
        seconds = 0.0
        for group in (favourites, [test for test in tests if test not in favourites]):
            if not group:
                continue
            grading = self._grader.grade(submission, only=group, stop_at_failure=True, give_hints=False)
            seconds += grading.seconds
            for outcome in grading.outcomes:
                was_run = outcome.test.id in group and outcome.reason != "unreached"
                if was_run and outcome.score < outcome.test.points - POINTS_TOLERANCE:
                    killers[outcome.test.id] += 1
                    return Verdict(key, outcome.test.id, outcome.reason, seconds)
        return Verdict(key, "", "", seconds)

    def _files(self, mutant: Mutant) -> dict[str, bytes]:
        """Return the assignment's solution with the mutant in."""
        problems = []
        for problem in self._assignment.problems:
            if problem.name == mutant.problem:
                changed = parse(mutant.text, problem.sources[mutant.path].path)
                problem = dataclasses.replace(problem, sources={**problem.sources, mutant.path: changed})
            problems.append(problem)
        return dataclasses.replace(self._assignment, problems=tuple(problems)).hand_in()


_judge: Judge  # of this process, where it is a worker


def _start_worker(assignment: Assignment) -> None:
    global _judge
    _judge = Judge(assignment)
    multiprocessing.util.Finalize(None, _judge.close, exitpriority=10)


def _judge_in_worker(mutant: Mutant, key: str) -> Verdict:
    return _judge.judge(mutant, key)


def judge_mutants(
    assignment: Assignment, mutants: Sequence[tuple[Mutant, str]], workers: int
) -> Generator[tuple[Mutant, Verdict], None, None]:
    """Judge mutants and yield each with its verdict, as they are ready.

    Args:
        assignment: what the mutants are of.
        mutants: with the key of each verdict.
        workers: graders at work at a time.

    Raises:
        SpecError: this machine cannot grade, or the unchanged solution loses points.
    """
    if not mutants:
        return
    refusal = choose_plan().refusal(assignment.settings.run.minimum)
    if refusal:
        raise SpecError(refusal)
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(workers, len(mutants)), context, _start_worker, (assignment,))
    try:
        _prove_solutions(pool, assignment, [mutant for mutant, _ in mutants])
        futures = {pool.submit(_judge_in_worker, mutant, key): mutant for mutant, key in mutants}
        for future in as_completed(futures):
            yield futures[future], future.result()
    except BrokenProcessPool as error:
        raise SpecError(
            "A grader that should judge changes did not start or was killed; 'make check' says why, or there is too little "
            "memory for so many: use fewer with --workers."
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _prove_solutions(pool: ProcessPoolExecutor, assignment: Assignment, mutants: Sequence[Mutant]) -> None:
    """Refuse to judge changes of a solution that loses points unchanged: every one of them would seem noticed."""
    sources = {problem.name: problem.sources for problem in assignment.problems}
    for mutant in {mutant.problem: mutant for mutant in mutants}.values():
        text = "\n".join(sources[mutant.problem][mutant.path].lines) + "\n"
        unchanged = dataclasses.replace(mutant, owner="", text=text)
        verdict = pool.submit(_judge_in_worker, unchanged, "").result()
        if verdict.killer:
            raise SpecError(
                f"{verdict.killer}: the unchanged solution loses points here ({verdict.reason}); run 'make check' first."
            )
