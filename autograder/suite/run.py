"""The run of one submission: the results of its tests become outcomes in words, with the hints that they earn."""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from autograder.isolation.server import MAX_AHEAD
from autograder.isolation.workspace import GradingWorkspace
from autograder.model.grading import Grading, LeaderboardEntry, Outcome
from autograder.model.manifest import Test
from autograder.submission import Submission
from autograder.submission.outline import MAX_SOURCE_BYTES, read_outlines
from autograder.suite import feedback, hints
from autograder.suite.errors import drop_tracebacks
from autograder.suite.mistakes import KnownMistakes
from autograder.suite.options import RunOptions
from autograder.suite.seeds import Seeds
from autograder.suite.session import Clock, Session, open_session
from autograder.suite.slow_imports import SlowImports
from autograder.suite.submitted_code import SubmittedCode
from testkit import source_rules

MAX_CLASSES = 200  # of a submission whose names may be shown: a name out of thousands tells a lot


class TestResult(NamedTuple):
    """How one test ended, before it is put into words."""

    test: Test
    error: BaseException | None
    session: Session
    seconds: float
    fraction: float  # of the test's points, in [0, 1]
    leaderboard: LeaderboardEntry | None
    repeat: hints.RepeatTest | None  # with the inputs of the known mistakes; None where the test cannot be run again
    remarks: Sequence[str] = ()  # of the test, for staff


class SubmissionRun:
    """The run of one submission.

    Args:
        workspace: of the build.
        mistakes: the build's known mistakes.
        submission: what is graded.
        tests: the tests to run, by id.
        options: the caller's.
    """

    def __init__(
        self,
        workspace: GradingWorkspace,
        mistakes: KnownMistakes,
        submission: Submission,
        tests: Mapping[str, Test],
        options: RunOptions,
    ) -> None:
        self._started = time.monotonic() - submission.seconds
        self._workspace, self._mistakes, self._submission = workspace, mistakes, submission
        self.tests, self._options = tests, options
        self.seeds = Seeds(workspace.manifest.seed, submission.digest)
        first = [name for name in workspace.manifest.editable if name in submission.files]
        names = [*first, *sorted(submission.files.keys() - {*first})]
        self._code = SubmittedCode(
            {
                name: submission.files[name].decode("utf-8", "replace")
                for name in names
                if name.endswith(".py")
                and len(submission.files[name]) <= MAX_SOURCE_BYTES  # a file written by hand is smaller
            }
        )
        modules = [data for name, data in submission.files.items() if name.endswith(".py")]
        classes = frozenset(name for outline in read_outlines(modules) for name in outline.classes)
        self._class_names = classes if len(classes) <= MAX_CLASSES else frozenset()
        self._clock = Clock(self._started + workspace.manifest.run_seconds)
        share = workspace.manifest.hint_runs // max(1, len(workspace.manifest.problems))
        self._hint_runs = {problem.name: share for problem in workspace.manifest.problems}
        self._outcomes: dict[str, Outcome] = {}
        self._sessions: dict[str, Session] = {}
        self._unexplained: list[
            tuple[Test, hints.RepeatTest, str]
        ] = []  # failed tests that a known mistake may explain
        self._compared: dict[str, list[hints.Comparison]] = {}
        self._leaderboard: list[LeaderboardEntry] = []
        self._remarks: list[str] = []  # of tests, for staff
        self._slow_imports = SlowImports()
        self._long_imports: dict[str, str] = {}  # what staff are told of each file
        self._tree = workspace.tree(submission.files)
        for test in list(self.tests.values())[:MAX_AHEAD]:
            self._open_session(test).prepare()  # their workers start while pytest does

    def open_session(self, test: Test, following: list[Test]) -> Session:
        """Open the session of ``test``; its first request also prepares the workers of the tests that follow."""
        session = self._open_session(test)
        session.prepare_next([self._open_session(one) for one in following])
        return session

    def record(self, result: TestResult) -> bool:
        """Record the result of a test, and return whether the run goes on."""
        test, session, error = result.test, result.session, result.error
        ran_on = self._workspace.device
        score = round(test.points * result.fraction, 6)
        if error is None:
            outcome = Outcome(test, "passed", "passed", score, seconds=result.seconds, ran_on=ran_on)
        else:
            explanation = feedback.explain(error, test, self._code, in_callback=error is session.callback_error)
            # What a test set before it failed stands, unless its answers cannot be believed.
            score = 0.0 if explanation.reason in ("protocol", "control", "grader_error") else score
            outcome = Outcome(
                test, "failed", explanation.reason, score, message=explanation.message, traceback=explanation.traceback,
                hint=explanation.hint, staff=explanation.staff, seconds=result.seconds, ran_on=ran_on,
            )  # fmt: skip
            if self._options.give_hints and result.repeat is not None and explanation.reason in ("wrong", "raised"):
                self._unexplained.append((test, result.repeat, hints.trace_of(error, session).ending))
        self._outcomes[test.id] = outcome
        session.release()
        drop_tracebacks(error)
        self._sessions[test.id] = session
        if result.leaderboard is not None:
            self._leaderboard.append(result.leaderboard)
        self._remarks += [f"{test.number} ({test.name}): {remark}" for remark in result.remarks]
        if self._options.on_result is not None:
            self._options.on_result(outcome)
        for file, sentence in self._slow_imports.estimate(self.tests.values()).items():
            if file not in self._long_imports and self._options.on_notice is not None:
                self._options.on_notice(sentence)
            self._long_imports[file] = sentence
        return outcome.status == "passed" or not self._options.stop_at_failure

    def find_hints(self) -> None:
        """Compare the failed tests with the known mistakes, now that no test can lack the time that this takes."""
        for test, repeat, ending in self._unexplained:
            self._match_mistakes(test, repeat, ending)

    def close(self) -> None:
        """Remove the submission's tree; the grading is made of what is in memory."""
        self._workspace.server.reap(self._tree)  # before the files go that a dying worker could still hold
        shutil.rmtree(self._tree, ignore_errors=True)

    def to_grading(self, broken_files: Mapping[str, str]) -> Grading:
        """Return what the run found.

        Args:
            broken_files: the test files that could not be run on any submission, and why.
        """
        manifest, plan = self._workspace.manifest, self._workspace.plan
        return Grading(
            assignment=manifest.assignment,
            title=manifest.title,
            course=manifest.course,
            term=manifest.term,
            build=manifest.build,
            submission=self._submission.name,
            author=self._submission.author,
            kit=manifest.kit,
            inputs=hashlib.sha256(f"inputs {manifest.seed}".encode()).hexdigest()[:8],
            digest=self._submission.digest,
            outcomes=self._all_outcomes(broken_files),
            problem_titles={problem.name: problem.title for problem in manifest.problems},
            tier=plan.tier,
            layers=list(plan.layers),
            notices=[
                *self._submission.notices,
                *(f"{file} {source_rules.SLOW_IMPORT}." for file in self._long_imports),
                *([plan.note] if plan.note and plan.tier == "user" else []),
            ],
            staff_notices=[*self._submission.staff_notices, *self._remarks, *self._long_imports.values()],
            lateness=self._options.lateness,
            leaderboard=self._leaderboard,
            seconds=time.monotonic() - self._started,
        )

    def _open_session(self, test: Test) -> Session:
        seed = self.seeds.of_worker(test.id)
        return open_session(
            self._workspace, test, self._tree, self._clock, seed, self._class_names, slow_imports=self._slow_imports
        )

    def _match_mistakes(self, test: Test, repeat: hints.RepeatTest, ending: str) -> None:
        trace: hints.Trace | None = None
        for mistake in hints.find_candidates(test, self._workspace.manifest.mistakes):
            if self._hint_runs[test.problem] <= 0 or self._clock.seconds_left() < 2 * test.limits.wall_seconds:
                return
            if trace is None:
                trace = self._mistakes.trace_submission(test, self._tree, repeat, self._clock)
                if not hints.says_the_same(ending, trace.ending):
                    return  # the hint is about another failure; and with any message it would tell more (docs/security.md)
            # One of the class's other submissions may have made the run: that must not change what this one is told.
            self._hint_runs[test.problem] -= 1
            comparison = self._mistakes.compare(test, mistake, trace, repeat, self._clock)
            self._compared.setdefault(test.id, []).append(comparison)

    def _all_outcomes(self, broken_files: Mapping[str, str]) -> list[Outcome]:
        """Return the outcomes of every test of the manifest, in its order."""
        failed = {identifier for identifier, outcome in self._outcomes.items() if outcome.status == "failed"}
        chosen = hints.choose(self._compared, failed, set(self._outcomes))
        result = []
        for test in self._workspace.manifest.tests:
            outcome = self._outcomes.get(test.id)
            if outcome is None:
                outcome = self._outcome_without_run(test, broken_files)
            elif test.id in chosen:
                outcome = msgspec.structs.replace(outcome, hint=chosen[test.id].hint)
            output = self._sessions[test.id].captured_output() if test.id in self._sessions else ""
            if output:
                outcome = msgspec.structs.replace(outcome, printed=output)
            result.append(outcome)
        return result

    def _outcome_without_run(self, test: Test, broken_files: Mapping[str, str]) -> Outcome:
        if test.device != self._workspace.device:
            runner = "a GPU runner" if test.device == "cuda" else "the CPU run"
            return Outcome(test, "waiting", "waiting", 0.0, message=f"Waits for {runner}.")
        if test.file in broken_files:
            words = "The grader could not load this test, so it counts as failed for now. Please tell the course staff."
            return Outcome(test, "failed", "grader_error", 0.0, message=words, staff=broken_files[test.file])
        words = "The run ended before this test began, so it counts as failed."
        return Outcome(test, "failed", "unreached", 0.0, message=words)
