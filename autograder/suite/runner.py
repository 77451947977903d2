"""Runs a build's tests on submissions: pytest collects the tests once and runs them for one submission after another."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping

import pytest
import torch

from autograder.isolation.workspace import GradingWorkspace
from autograder.model.grading import Grading
from autograder.model.manifest import Test
from autograder.submission import Submission
from autograder.suite.build_modules import BuildModules
from autograder.suite.mistakes import KnownMistakes
from autograder.suite.options import RunOptions
from autograder.suite.plugin import GraderPlugin
from autograder.suite.preload import modules_to_preload
from autograder.suite.run import SubmissionRun

# pytest's own plugins that no graded test needs: the first write files or to the terminal; the next two collect garbage ten
# times a run; all cost time in every one.
PLUGINS_LEFT_OUT = ("cacheprovider", "stepwise", "terminal", "logging", "junitxml", "pastebin", "faulthandler",
                    "unraisableexception", "threadexception",
                    "doctest", "debugging", "setuponly", "setupplan", "legacypath")  # fmt: skip

# What of the caller's environment the trusted pytest has: pytest and its plugins read variables that would change grades.
ENVIRONMENT = (
    "PATH",
    "HOME",
    "TMPDIR",
    "LANG",
    "LC_ALL",
    "TZ",
    "COURSE_DATA",
    "CUDA_VISIBLE_DEVICES",
    "LD_LIBRARY_PATH",
)


class SuiteRunner:
    """Runs the tests of the build in a workspace, on any number of submissions."""

    def __init__(self, workspace: GradingWorkspace) -> None:
        self._workspace = workspace
        self.mistakes = KnownMistakes(workspace)
        self._folder = workspace.build / "tests"
        self._modules = BuildModules(self._folder, workspace.pristine)

    def grade_each(
        self,
        submissions: Iterable[Submission],
        tests: Mapping[str, Test],
        on_graded: Callable[[Grading], None],
        options: RunOptions,
    ) -> None:
        """Grade submissions one after another.

        Public tests run first: what a hidden test gave its worker must not reach one that a student can see through better.
        The next submission is taken before ``on_graded`` is called with the one before: its first workers start meanwhile.

        Args:
            submissions: what is graded.
            tests: the tests to run, by id.
            on_graded: called with each grading.
            options: of every run.

        Raises:
            KeyboardInterrupt: it was interrupted.
            SandboxError: the fork server ended.
        """
        tests = dict(sorted(tests.items(), key=lambda item: not item[1].public))
        runs = _RunSequence((self._start(submission, tests, options) for submission in submissions), on_graded)
        seed, device = self._workspace.manifest.seed, self._workspace.device
        try:
            runs.prepare()
            is_sound = not tests
            while not is_sound:
                runs.broken_files.clear()
                before = runs.started
                is_sound = self._run_pytest(tests, GraderPlugin(tests, seed, device, runs, runs.broken_files))
                if runs.failure is not None:
                    raise runs.failure
                runs.finish_current()
                if runs.started == before:  # pytest does not even start
                    break
            for _ in runs:  # there are no tests, or pytest cannot run them
                pass
        finally:
            runs.close()

    def _start(self, submission: Submission, tests: Mapping[str, Test], options: RunOptions) -> SubmissionRun:
        self._workspace.server.preload(modules_to_preload(submission.files, self._workspace.manifest.packages))
        return SubmissionRun(self._workspace, self.mistakes, submission, tests, options)

    def _run_pytest(self, tests: Mapping[str, Test], plugin: GraderPlugin) -> bool:
        """Run pytest in this process, reading no configuration and writing nothing; return whether pytest itself is sound.

        Without ``--confcutdir`` pytest would look through every folder above the build too, and run an ``__init__.py`` there.
        """
        files = sorted({test.file for test in tests.values()})
        options = ["--import-mode=importlib", "--assert=plain", "--noconftest", "-p", "pytest_timeout", "--capture=no",
                   "--continue-on-collection-errors", "-c", os.devnull, "--rootdir", str(self._folder),
                   "--confcutdir", str(self._folder)]  # fmt: skip
        options += [part for name in PLUGINS_LEFT_OUT for part in ("-p", f"no:{name}")]
        environment = dict(os.environ)
        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # a test's own tensors are small; its worker should have the other cores
        dont_write, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        os.environ.clear()
        os.environ.update({name: environment[name] for name in ENVIRONMENT if name in environment})
        os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        try:
            with self._modules.importable():
                code = pytest.main([*options, *(str(self._folder / file) for file in files)], plugins=[plugin])
        finally:
            os.environ.clear()
            os.environ.update(environment)
            sys.dont_write_bytecode = dont_write
            torch.set_num_threads(threads)
        if plugin.interrupted:
            raise KeyboardInterrupt
        if plugin.failure is not None:
            raise plugin.failure
        is_sound = code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
        if not is_sound:  # for a reason that staff should look at
            for file in files:
                plugin.broken_files.setdefault(file, f"pytest ended with {code!r}")
        return is_sound


class _RunSequence:
    """Gives pytest one run after another, and makes a grading of each once it is through."""

    def __init__(self, runs: Iterator[SubmissionRun], on_graded: Callable[[Grading], None]) -> None:
        self._runs, self._on_graded = runs, on_graded
        self._prepared: SubmissionRun | None = None
        self._current: SubmissionRun | None = None
        self.started = 0
        self.broken_files: dict[str, str] = {}  # the test files that cannot be run, and why
        self.failure: BaseException | None = None  # outside the tests; pytest would only report it

    def prepare(self) -> None:
        """Begin the first run: its first workers start while pytest does."""
        self._prepared = next(self._runs, None)

    def __iter__(self) -> _RunSequence:
        return self

    def __next__(self) -> SubmissionRun:
        before, self._current = self._current, None
        try:
            try:
                self._current = self._take()  # its first workers start while the one before ends
            finally:
                self._finish(before)
        except StopIteration:
            raise
        except BaseException as error:
            self.failure = error
            raise
        self.started += 1
        return self._current

    def _take(self) -> SubmissionRun:
        prepared, self._prepared = self._prepared, None
        return prepared if prepared is not None else next(self._runs)

    def finish_current(self) -> None:
        """Make the grading of the current run, if there is one."""
        run, self._current = self._current, None
        self._finish(run)

    def _finish(self, run: SubmissionRun | None) -> None:
        if run is not None:
            run.close()
            self._on_graded(run.to_grading(self.broken_files))

    def close(self) -> None:
        """End the runs that were begun and not finished."""
        unfinished, self._prepared, self._current = (self._prepared, self._current), None, None
        for run in unfinished:
            if run is not None:
                run.close()
