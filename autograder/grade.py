"""Grading: a submission in, a ``Grading`` out. The one place where intake, workers, tests, hints and words come together."""

from __future__ import annotations

import ast
import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType

import msgspec
import pytest
import torch

from autograder import feedback, hints, intake, testkit
from autograder.forkserver import SandboxError, prove
from autograder.intake.imports import MOST_BYTES, Unreadable, imports_of, syntax_tree
from autograder.manifest import Device, Manifest, Mistake, Test
from autograder.outcomes import Grading, Lateness, LeaderboardEntry, Outcome
from autograder.plugin import Ended, GraderPlugin
from autograder.sandbox.plan import Tier
from autograder.session import Clock, Session, derive
from autograder.stage import RefusedError, Stage

Progress = Callable[[Outcome], None]

MOST_CLASSES = 200

# Packages whose parts are imported one by one; the usual ones are imported once too. A list of ours: what a submission
# names is not imported by the server.
PARTS = {
    "matplotlib": ["matplotlib.pyplot"],  # a worker may not read the user's own styles, which this looks for
    "sklearn": ["sklearn.datasets", "sklearn.metrics", "sklearn.model_selection"],
    "tqdm": ["tqdm.auto"],
}
# What torch imports when something is first used, which takes up to a second and would happen in every worker.
LAZILY_IMPORTED = {b"optim": "torch._dynamo", b"autograd": "torch.fx.experimental.symbolic_shapes"}

# pytest's own plugins that no graded test needs: the first write files or to the terminal, which are not theirs; the next two
# collect garbage ten times a run; all cost time in every one.
PLUGINS_LEFT_OUT = ("cacheprovider", "stepwise", "terminal", "logging", "junitxml", "pastebin", "faulthandler",
                    "unraisableexception", "threadexception",
                    "doctest", "debugging", "setuponly", "setupplan", "legacypath")  # fmt: skip

_last_folder: Path | None = None


class Grader:
    """Grades the submissions of a build, any number of them. Use as a context manager.

    Args:
        build: the folder that ``scripts.build`` wrote, or the stage that was set for it, which has its own device and tier.
        device: which of the assignment's suites to run, and where student code runs.
        tier: the sandbox tier; None for the strongest that this machine offers.

    Raises:
        RefusedError: the build is unreadable, or the sandbox is below the assignment's minimum.
    """

    def __init__(self, build: Path | Stage, *, device: Device = "cpu", tier: Tier | None = None) -> None:
        self.stage = build if isinstance(build, Stage) else Stage(build, device=device, tier=tier)
        self.build, self.manifest, self.plan = self.stage.build, self.stage.manifest, self.stage.plan
        self.device: Device = self.stage.device
        self._traces: dict[tuple[str, str], hints.Trace] = {}
        self._mistakes: dict[tuple[str, str], Path] = {}
        try:
            _lend_testkit(self.stage.pristine)
            prove(self.stage.server, self.stage.pristine)
        except SandboxError as error:
            self.close()
            raise RefusedError(str(error)) from error
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
            intake.IntakeError: there is nothing that can be graded.
        """
        started = time.monotonic()
        taken = (
            submission
            if isinstance(submission, intake.Submission)
            else intake.take(submission, self.manifest, self.stage.pristine)
        )
        self.stage.server.preload(_packages(taken.files, self.manifest))
        tree = self.stage.tree(taken.files)
        try:
            run = _Run(self, taken, tree, progress, stop_at_failure, give_hints)
            wanted = None if only is None else set(only)
            tests = {
                t.id: t for t in self.manifest.tests if t.device == self.device and (wanted is None or t.id in wanted)
            }
            outcomes = run.outcomes(tests)
        finally:
            self.stage.server.reap()  # before the files go that a dying worker could still hold
            shutil.rmtree(tree, ignore_errors=True)
        return Grading(
            assignment=self.manifest.assignment,
            title=self.manifest.title,
            course=self.manifest.course,
            term=self.manifest.term,
            build=self.manifest.build,
            submission=taken.name,
            digest=taken.digest,
            outcomes=outcomes,
            problem_titles={problem.name: problem.title for problem in self.manifest.problems},
            tier=self.plan.tier,
            layers=list(self.plan.layers),
            notices=[*taken.notices, *([self.plan.note] if self.plan.note and self.plan.tier == "user" else [])],
            lateness=lateness or Lateness(),
            leaderboard=run.leaderboard,
            seconds=time.monotonic() - started,
        )

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


class _Run:
    """One submission's run: collects ends, puts them into words, and looks for hints."""

    def __init__(
        self,
        grader: Grader,
        taken: intake.Submission,
        tree: Path,
        progress: Progress | None,
        stop_at_failure: bool,
        give_hints: bool,
    ) -> None:
        self._grader, self._tree, self._progress = grader, tree, progress
        self._stop, self._hints = stop_at_failure, give_hints
        self._sources = {
            name: content.decode("utf-8", "replace")
            for name, content in taken.files.items()
            if len(content) <= MOST_BYTES  # quoted in feedback; nobody writes more by hand
        }
        classes = frozenset(name for text in self._sources.values() for name in _classes_defined(text))
        self._known = classes if len(classes) <= MOST_CLASSES else frozenset()  # a name out of thousands says a lot
        self._clock = Clock(time.monotonic() + grader.manifest.run_seconds)
        self._hint_seconds = grader.manifest.hint_seconds
        self._found: dict[str, Outcome] = {}
        self._sessions: dict[str, Session] = {}
        self._matches: dict[str, list[Mistake]] = {}
        self.leaderboard: list[LeaderboardEntry] = []

    def outcomes(self, tests: dict[str, Test]) -> list[Outcome]:
        """Outcomes of every test of the manifest, in its order; those not in ``tests`` wait or were not asked for."""
        grader = self._grader
        plugin = GraderPlugin(
            tests, grader.manifest.seed, grader.device, self._open, self._ended,
        )  # fmt: skip
        if tests:
            first = next(iter(tests.values()))
            grader.session(first, self._tree, self._clock, self._known).get_ready()  # while pytest collects
            _run_pytest(grader.build / "tests", tests, plugin)
        self.leaderboard = list(plugin.leaderboard)
        failed = {identifier for identifier, outcome in self._found.items() if outcome.status == "failed"}
        chosen = hints.choose(self._matches, failed, set(self._found))
        result = []
        for test in grader.manifest.tests:
            outcome = self._found.get(test.id)
            if outcome is None:
                outcome = self._not_run(test, plugin.broken)
            elif test.id in chosen:
                outcome = msgspec.structs.replace(outcome, hint=chosen[test.id].hint)
            printed = self._sessions[test.id].printed() if test.id in self._sessions else ""
            if printed:
                outcome = msgspec.structs.replace(outcome, staff=f"{outcome.staff}\nprinted:\n{printed}".strip())
            result.append(outcome)
        return result

    def _open(self, test: Test, following: Test | None) -> Session:
        session = self._grader.session(test, self._tree, self._clock, self._known)
        session.follow_with(
            self._grader.session(following, self._tree, self._clock, self._known) if following else None
        )
        return session

    def _ended(self, ended: Ended, again: Callable[[Session], None] | None) -> bool:
        test, session = ended.test, ended.session
        if ended.error is None:
            score = round(test.points * ended.fraction, 6)
            outcome = Outcome(test, "passed", "passed", score, seconds=ended.seconds, ran_on=self._grader.device)
        else:
            said = feedback.explain(ended.error, test, session, self._sources)
            outcome = Outcome(
                test, "failed", said.reason, 0.0, message=said.message, traceback=said.traceback, hint=said.hint,
                staff=said.staff, seconds=ended.seconds, ran_on=self._grader.device,
            )  # fmt: skip
            if self._hints and again is not None and said.reason in ("wrong", "raised"):
                self._look_for_hints(test, hints.trace_of(ended.error, session), again)
        self._found[test.id] = outcome
        session.record.clear()  # it may hold much, and there are many tests
        self._sessions[test.id] = session
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


def _run_pytest(folder: Path, tests: dict[str, Test], plugin: GraderPlugin) -> None:
    """Run pytest in this process on the build's tests, reading no configuration and writing nothing."""
    files = sorted({identifier.partition("::")[0] for identifier in tests})
    _forget_modules(folder)
    options = ["--import-mode=importlib", "--assert=plain", "--noconftest", "-p", "pytest_timeout", "--capture=no",
               "--continue-on-collection-errors", "-c", os.devnull, "--rootdir", str(folder)]  # fmt: skip
    options += [part for name in PLUGINS_LEFT_OUT for part in ("-p", f"no:{name}")]
    before = dict(os.environ)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)  # a test's own tensors are small; its worker should have the other cores
    writing, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    try:
        code = pytest.main([*options, *(str(folder / file) for file in files)], plugins=[plugin])
        if code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERNAL_ERROR):
            # No test was run for a reason that is not the student's: staff should look.
            plugin.broken = {**dict.fromkeys(files, f"pytest ended with {code!r}"), **plugin.broken}
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.dont_write_bytecode = writing
        torch.set_num_threads(threads)
    if plugin.interrupted:
        raise KeyboardInterrupt


def _forget_modules(folder: Path) -> None:
    """Drop the test modules of the build graded before, which pytest would otherwise take for this one's."""
    global _last_folder
    if _last_folder not in (None, folder):
        mark = str(_last_folder) + os.sep
        for name, module in list(sys.modules.items()):
            if (getattr(module, "__file__", None) or "").startswith(mark):
                del sys.modules[name]
    _last_folder = folder


def _lend_testkit(tree: Path) -> None:
    """Make ``testkit`` mean the grader's own copy, with the problems' instruments of this build."""
    from autograder.testkit import instruments  # before the loop below, which must find it loaded

    name = testkit.__name__
    for loaded in list(sys.modules):
        if loaded == "testkit" or loaded.startswith("testkit."):
            del sys.modules[loaded]
    for loaded, module in list(sys.modules.items()):
        if loaded == name or loaded.startswith(name + "."):
            sys.modules["testkit" + loaded[len(name) :]] = module
    own = str(Path(instruments.__file__).parent)
    instruments.__path__[:] = [own, str(tree / "testkit" / "instruments")]


def _packages(files: dict[str, bytes], given: Manifest) -> list[str]:
    """Allowed packages that a submission imports, to be imported once instead of in every worker."""
    found: set[str] = set()
    for content in files.values():
        with contextlib.suppress(Unreadable):
            found |= {one.name.partition(".")[0] for one in imports_of(content)}
    whole = b"".join(files.values())
    lazy = [module for word, module in LAZILY_IMPORTED.items() if word in whole]
    allowed = sorted(found & set(given.packages))
    return [*allowed, *(part for package in allowed for part in PARTS.get(package, [])), *lazy]


def _classes_defined(source: str) -> set[str]:
    try:
        tree = syntax_tree(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
