"""One submission's run: the ends of its tests put into words, and the hints that they earn."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from autograder import submission as intake
from autograder.isolation.server import MAX_AHEAD
from autograder.model.grading import Grading, Lateness, LeaderboardEntry, Outcome
from autograder.model.manifest import Mistake, Test
from autograder.submission.outline import MAX_SOURCE_BYTES, read_outline
from autograder.suite import feedback, hints
from autograder.suite.plugin import Ended
from autograder.suite.session import Clock, Session, drop_tracebacks

if TYPE_CHECKING:
    from autograder.api import Grader

Progress = Callable[[Outcome], None]

MAX_CLASSES = 200


class Run:
    """A round of the plugin: ``submission`` with ``tests``, as ``Grader.grade`` was asked for it."""

    def __init__(
        self,
        grader: Grader,
        submission: intake.Submission,
        tests: dict[str, Test],
        lateness: Lateness,
        progress: Progress | None,
        stop_at_failure: bool,
        give_hints: bool,
    ) -> None:
        self._started = time.monotonic()
        self._grader, self._submission, self.tests, self._lateness = grader, submission, tests, lateness
        self._progress, self._stop, self._hints = progress, stop_at_failure, give_hints
        self._sources = {
            name: content.decode("utf-8", "replace")
            for name, content in submission.files.items()
            if len(content) <= MAX_SOURCE_BYTES  # quoted in feedback; nobody writes more by hand
        }
        classes = frozenset(name for data in submission.files.values() for name in read_outline(data).classes)
        self._known = classes if len(classes) <= MAX_CLASSES else frozenset()  # a name out of thousands says a lot
        self._clock = Clock(time.monotonic() + grader.manifest.run_seconds)
        self._hint_seconds = grader.manifest.hint_seconds
        self._found: dict[str, Outcome] = {}
        self._sessions: dict[str, Session] = {}
        self._matches: dict[str, list[Mistake]] = {}
        self._leaderboard: list[LeaderboardEntry] = []
        self._tree = grader.stage.tree(submission.files)
        for first in list(self.tests.values())[:MAX_AHEAD]:
            self._session(first).get_ready()  # before pytest is at it

    def close(self) -> None:
        """Remove the tree; the run's reports are made of what is in memory."""
        self._grader.stage.server.reap(self._tree)  # before the files go that a dying worker could still hold
        shutil.rmtree(self._tree, ignore_errors=True)

    def grading(self, broken: dict[str, str]) -> Grading:
        """What was found. ``broken``: test file -> why its tests could not be run, whoever was submitted."""
        manifest, plan = self._grader.manifest, self._grader.plan
        return Grading(
            assignment=manifest.assignment,
            title=manifest.title,
            course=manifest.course,
            term=manifest.term,
            build=manifest.build,
            submission=self._submission.name,
            digest=self._submission.digest,
            outcomes=self._outcomes(broken),
            problem_titles={problem.name: problem.title for problem in manifest.problems},
            tier=plan.tier,
            layers=list(plan.layers),
            notices=[*self._submission.notices, *([plan.note] if plan.note and plan.tier == "user" else [])],
            lateness=self._lateness,
            leaderboard=self._leaderboard,
            seconds=time.monotonic() - self._started,
        )

    def _outcomes(self, broken: dict[str, str]) -> list[Outcome]:
        """Outcomes of every test of the manifest, in its order; those that were not run wait or were not reached."""
        failed = {identifier for identifier, outcome in self._found.items() if outcome.status == "failed"}
        chosen = hints.choose(self._matches, failed, set(self._found))
        result = []
        for test in self._grader.manifest.tests:
            outcome = self._found.get(test.id)
            if outcome is None:
                outcome = self._not_run(test, broken)
            elif test.id in chosen:
                outcome = msgspec.structs.replace(outcome, hint=chosen[test.id].hint)
            printed = self._sessions[test.id].printed() if test.id in self._sessions else ""
            if printed:
                outcome = msgspec.structs.replace(outcome, staff=f"{outcome.staff}\nprinted:\n{printed}".strip())
            result.append(outcome)
        return result

    def _session(self, test: Test) -> Session:
        return self._grader.session(test, self._tree, self._clock, self._known)

    def open(self, test: Test, following: list[Test]) -> Session:
        session = self._session(test)
        session.follow_with([self._session(one) for one in following])
        return session

    def ended(self, ended: Ended, again: Callable[[Session], None] | None) -> bool:
        test, session = ended.test, ended.session
        if ended.error is None:
            score = round(test.points * ended.fraction, 6)
            outcome = Outcome(test, "passed", "passed", score, seconds=ended.seconds, ran_on=self._grader.device)
        else:
            said = feedback.explain(ended.error, test, self._sources)
            outcome = Outcome(
                test, "failed", said.reason, 0.0, message=said.message, traceback=said.traceback, hint=said.hint,
                staff=said.staff, seconds=ended.seconds, ran_on=self._grader.device,
            )  # fmt: skip
            if self._hints and again is not None and said.reason in ("wrong", "raised"):
                self._look_for_hints(test, hints.trace_of(ended.error, session), again)
        self._found[test.id] = outcome
        session.forget()
        drop_tracebacks(ended.error)
        self._sessions[test.id] = session
        if ended.leaderboard is not None:
            self._leaderboard.append(ended.leaderboard)
        if self._progress is not None:
            self._progress(outcome)
        return outcome.status == "passed" or not self._stop

    def _look_for_hints(self, test: Test, trace: hints.Trace, again: Callable[[Session], None]) -> None:
        for mistake in hints.candidates(test, self._grader.manifest.mistakes):
            started = time.monotonic()
            if self._hint_seconds <= 0 or self._clock.left() < 2 * test.limits.wall_seconds:
                return
            if hints.same_trace(trace, self._grader.trace(test, mistake, again, self._clock)):
                self._matches.setdefault(test.id, []).append(mistake)
            self._hint_seconds -= time.monotonic() - started

    def _not_run(self, test: Test, broken: dict[str, str]) -> Outcome:
        if test.device != self._grader.device:
            runner = "a GPU runner" if test.device == "cuda" else "the CPU run"
            return Outcome(test, "waiting", "waiting", 0.0, message=f"Waits for {runner}.")
        file = test.id.partition("::")[0]
        if file in broken:
            words = "The grader could not load this test, so it counts as failed for now. Please tell the course staff."
            return Outcome(test, "failed", "unfinished", 0.0, message=words, staff=broken[file])
        words = "The run ended before this test began, so it counts as failed."
        return Outcome(test, "failed", "unreached", 0.0, message=words)
