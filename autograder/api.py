"""Grading: a submission in, a ``Grading`` out. The one place where intake, workers, tests, hints and words come together."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType

from autograder import submission as intake
from autograder.isolation.layers.plan import Tier
from autograder.isolation.server import SandboxError, prove
from autograder.isolation.workspace import GradingWorkspace, RefusedError
from autograder.model.grading import Grading, Lateness
from autograder.model.manifest import Device, Manifest, Mistake, Test
from autograder.submission.outline import UnreadableSource, read_imports
from autograder.suite import hints
from autograder.suite.plugin import GraderPlugin, run_pytest
from autograder.suite.run import Progress, Run
from autograder.suite.session import Clock, Session, derive

# Packages whose parts are imported one by one; the usual ones are imported once too. A list of ours: what a submission
# names is not imported by the server.
PARTS = {
    "matplotlib": ["matplotlib.pyplot"],  # a worker may not read the user's own styles, which this looks for
    "sklearn": ["sklearn.datasets", "sklearn.metrics", "sklearn.model_selection"],
    "tqdm": ["tqdm.auto"],
}
# What torch imports when something is first used, which takes up to a second and would happen in every worker.
LAZILY_IMPORTED = {b"optim": "torch._dynamo", b"autograd": "torch.fx.experimental.symbolic_shapes"}


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    """Say that no grade can be given where the fork server is gone."""
    try:
        yield
    except SandboxError as error:
        raise RefusedError(str(error)) from error


class Grader:
    """Grades the submissions of a build, any number of them. Use as a context manager.

    Args:
        build: the folder that ``scripts.build`` wrote, or the stage that was set for it, which has its own device and tier.
        device: which of the assignment's suites to run, and where student code runs.
        tier: the sandbox tier; None for the strongest that this machine offers.

    Raises:
        RefusedError: the build is unreadable, or the sandbox is below the assignment's minimum.
    """

    def __init__(self, build: Path | GradingWorkspace, *, device: Device = "cpu", tier: Tier | None = None) -> None:
        self.stage = build if isinstance(build, GradingWorkspace) else GradingWorkspace(build, device=device, tier=tier)
        self.build, self.manifest, self.plan = self.stage.build, self.stage.manifest, self.stage.plan
        self.device: Device = self.stage.device
        self._traces: dict[tuple[str, str], hints.Trace] = {}
        self._mistakes: dict[tuple[str, str], Path] = {}
        try:
            with _refusing():
                prove(self.stage.server, self.stage.pristine)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Grader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the stage."""
        self.stage.close()

    @_refusing()
    def grade(
        self,
        submission: Path | intake.Submission,
        *,
        lateness: Lateness | None = None,
        progress: Progress | None = None,
        only: Iterable[str] | None = None,
        stop_at_failure: bool = False,
        give_hints: bool = True,
    ) -> Grading:
        """Grade one submission.

        Args:
            submission: a folder, a zip, or files already taken from one.
            lateness: what the late policy takes off.
            progress: called with each outcome as it is known (hints are chosen at the end).
            only: ids of the tests to run; the others are reported as not reached.
            stop_at_failure: leave out what comes after the first failed test.
            give_hints: run failed tests on the known mistakes.

        Raises:
            intake.SubmissionError: there is nothing that can be graded.
            RefusedError: the fork server is gone.
        """
        found: list[Grading] = []
        taken = submission if isinstance(submission, intake.Submission) else self.take(submission)
        tests = self.tests(only)
        run = self._run(taken, tests, lateness, progress, stop_at_failure, give_hints)
        self._perform(tests, iter([run]), found.append)
        return found[0]

    @_refusing()
    def grade_each(self, submissions: Iterable[intake.Submission], done: Callable[[Grading], None]) -> None:
        """Grade submissions one after another, telling ``done`` of each: cheaper than a call of ``grade`` for each.

        Before ``done`` is told of one, the next is taken: its first workers then get ready meanwhile.

        Raises:
            RefusedError: the fork server is gone.
        """
        tests = self.tests()
        self._perform(tests, (self._run(submission, tests) for submission in submissions), done)

    def take(self, submission: Path) -> intake.Submission:
        """What is graded of a submission, a folder or a zip.

        Raises:
            intake.SubmissionError: there is nothing that can be graded.
        """
        return intake.collect(submission, self.manifest, self.stage.pristine)

    def tests(self, only: Iterable[str] | None = None) -> dict[str, Test]:
        """The tests of this grader's device by id, or those of them that ``only`` names."""
        wanted = None if only is None else set(only)
        return {
            test.id: test
            for test in self.manifest.tests
            if test.device == self.device and (wanted is None or test.id in wanted)
        }

    def _run(
        self,
        submission: intake.Submission,
        tests: dict[str, Test],
        lateness: Lateness | None = None,
        progress: Progress | None = None,
        stop_at_failure: bool = False,
        give_hints: bool = True,
    ) -> Run:
        self.stage.server.preload(_packages(submission.files, self.manifest))
        return Run(self, submission, tests, lateness or Lateness(), progress, stop_at_failure, give_hints)

    def _perform(self, tests: dict[str, Test], runs: Iterator[Run], done: Callable[[Grading], None]) -> None:
        rounds = _Rounds(runs, done)
        going = bool(tests)
        try:
            while going:
                rounds.broken.clear()
                before = rounds.begun
                plugin = GraderPlugin(tests, self.manifest.seed, self.device, rounds, rounds.broken)
                well = run_pytest(self.build / "tests", self.stage.pristine, tests, plugin)
                if rounds.failure is not None:
                    raise rounds.failure
                rounds.finish()
                going = not well and rounds.begun > before  # those after it still have their turn
            for _ in rounds:  # there are no tests, or pytest cannot run them
                pass
        finally:
            rounds.drop()

    # For a run.

    def session(self, test: Test, tree: Path, clock: Clock, known: frozenset[str]) -> Session:
        """A session of ``test`` on the code in ``tree``. The same seeds whatever the code, so that runs can be compared."""
        seed = derive(self.manifest.seed, f"worker {test.id}")
        return Session(self.stage.server, tree, test.limits, seed, clock, known, test.module)

    def trace(self, test: Test, mistake: Mistake, again: Callable[[Session], None], clock: Clock) -> hints.Trace:
        """How ``test`` ends on a known mistake; found once, then remembered."""
        key = (test.id, mistake.name)
        if key not in self._traces:
            if (mistake.problem, mistake.name) not in self._mistakes:
                files = {path: (self.build / "solution" / path).read_bytes() for path in self.manifest.editable}
                source = self.build / "mistakes" / mistake.problem / mistake.name
                files |= {path: (source / path).read_bytes() for path in mistake.files}
                self._mistakes[mistake.problem, mistake.name] = self.stage.tree(files)
            folder = self._mistakes[mistake.problem, mistake.name]
            self._traces[key] = hints.run(again, self.session(test, folder, clock, frozenset()))
        return self._traces[key]


class _Rounds:
    """Gives pytest one run after another, and sees each to its end."""

    def __init__(self, runs: Iterator[Run], done: Callable[[Grading], None]) -> None:
        self._runs, self._done = runs, done
        self._current: Run | None = None
        self.begun = 0
        self.broken: dict[str, str] = {}  # test file -> why its tests cannot be run
        self.failure: BaseException | None = None  # of ours, which pytest would only report

    def __iter__(self) -> _Rounds:
        return self

    def __next__(self) -> Run:
        before, self._current = self._current, None
        try:
            try:
                self._current = next(self._runs)  # whose first workers get ready while the one before is put away
            finally:
                self._hand_on(before)
        except StopIteration:
            raise
        except BaseException as error:
            self.failure = error
            raise
        self.begun += 1
        return self._current

    def finish(self) -> None:
        """Hand on what was found in the current run, if there is one."""
        run, self._current = self._current, None
        self._hand_on(run)

    def _hand_on(self, run: Run | None) -> None:
        if run is not None:
            run.close()
            self._done(run.grading(self.broken))

    def drop(self) -> None:
        """Put the current run away, if there is one."""
        run, self._current = self._current, None
        if run is not None:
            run.close()


def _packages(files: dict[str, bytes], given: Manifest) -> list[str]:
    """Allowed packages that a submission imports, to be imported once instead of in every worker."""
    found: set[str] = set()
    for content in files.values():
        with contextlib.suppress(UnreadableSource):
            found |= {one.name.partition(".")[0] for one in read_imports(content)}
    whole = b"".join(files.values())
    lazy = [module for word, module in LAZILY_IMPORTED.items() if word in whole]
    allowed = sorted(found & set(given.packages))
    return [*allowed, *(part for package in allowed for part in PARTS.get(package, [])), *lazy]
