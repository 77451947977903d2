"""The pytest plugin of the trusted side: hidden tests run here, and reach the submission only through a ``Session``."""

from __future__ import annotations

import math
import os
import signal
import sys
import threading
import time
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

import pytest
import torch

from autograder.isolation.server import MAX_AHEAD, SandboxError
from autograder.model.grading import LeaderboardEntry
from autograder.model.manifest import Device, Test
from autograder.suite.session import Session, derive
from testkit import check, probes

FIXTURES = {"student", "rng", "seed", "device"}
_BACKSTOP_SECONDS = 60.0

# pytest's own plugins that no graded test needs: the first write files or to the terminal, which are not theirs; the next two
# collect garbage ten times a run; all cost time in every one.
PLUGINS_LEFT_OUT = ("cacheprovider", "stepwise", "terminal", "logging", "junitxml", "pastebin", "faulthandler",
                    "unraisableexception", "threadexception",
                    "doctest", "debugging", "setuponly", "setupplan", "legacypath")  # fmt: skip

_last_build: tuple[Path, Path] | None = None


class OverdueError(BaseException):  # no test should catch it by catching Exception
    """The grader's own part of a test went on long after every limit of the student's part."""


class Ended(NamedTuple):
    """How one test ended, before it is put into words."""

    test: Test
    error: BaseException | None
    session: Session
    seconds: float
    fraction: float  # of the points, where the test gives part of them
    leaderboard: LeaderboardEntry | None


class Round(Protocol):
    """One submission's turn."""

    @property
    def tests(self) -> Mapping[str, Test]:
        """Those to be run, by id."""

    def open(self, test: Test, following: list[Test]) -> Session:
        """The session of ``test``, given the tests that come next."""

    def ended(self, ended: Ended, again: Callable[[Session], None] | None) -> bool:
        """Told of each end, and of how to run the test again on another session; False ends everything."""


class GraderPlugin:
    """Runs tests of a build in their order, once for each round.

    Args:
        tests: all that any round runs, by id.
        secret: hexadecimal seed that every random input is derived from.
        rounds: asked for the next one when one is through.
        broken: filled with the test files that cannot be run, and why.
    """

    def __init__(
        self, tests: Mapping[str, Test], secret: str, device: Device, rounds: Iterator[Round], broken: dict[str, str]
    ) -> None:
        self._tests, self._secret, self._device, self._rounds = tests, secret, device, rounds
        self.broken = broken
        self._round: Round | None = None
        self._next: list[pytest.Item] = []
        self._session: Session | None = None
        self._error: BaseException | None = None
        self._started = 0.0
        self._enough = False
        self.interrupted = False
        self.failure: SandboxError | None = None  # nothing can be graded any more

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.interrupted = excinfo.type is KeyboardInterrupt  # and not pytest.exit()

    def pytest_internalerror(self, excrepr: object) -> bool:
        """Keep what pytest would print."""
        self.broken.update(dict.fromkeys(test_files(self._tests), str(excrepr)))
        return True

    # Collection

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken[report.nodeid] = str(report.longrepr)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        order = {identifier: index for index, identifier in enumerate(self._tests)}
        items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])
        for item in items:
            # Session limits end a test; this only keeps a mistake in a test's own code from hanging the run.
            item.add_marker(pytest.mark.timeout(self._tests[item.nodeid].limits.wall_seconds + _BACKSTOP_SECONDS))

    @pytest.hookimpl(optionalhook=True)
    def pytest_timeout_set_timer(self, item: pytest.Item, settings: Any) -> bool | None:
        """Instead of pytest-timeout's own, which says who is overdue on a terminal that there is not."""
        if threading.current_thread() is not threading.main_thread():
            return None

        def overdue(number: int, frame: types.FrameType | None) -> None:
            raise OverdueError(f"not done after {settings.timeout:g} seconds")

        def cancel() -> None:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

        before = signal.signal(signal.SIGALRM, overdue)
        signal.setitimer(signal.ITIMER_REAL, settings.timeout)
        item.cancel_timeout = cancel  # type: ignore[attr-defined]  # where pytest-timeout looks
        return True

    # Fixtures

    @pytest.fixture
    def student(self) -> Session:
        """The submission, through proxies."""
        assert self._session is not None
        return self._session

    @pytest.fixture
    def seed(self, request: pytest.FixtureRequest) -> int:
        """A secret seed of this test's own."""
        return derive(self._secret, f"test {request.node.nodeid}")

    @pytest.fixture
    def rng(self, seed: int) -> torch.Generator:
        """Where the test's random inputs come from."""
        return torch.Generator().manual_seed(seed)

    @pytest.fixture
    def device(self) -> str:
        """Where student code runs."""
        return self._device

    @pytest.fixture
    def set_score(self) -> None:
        """Replaced by gradescope-utils' ``partial_credit``."""

    @pytest.fixture
    def set_leaderboard_value(self) -> None:
        """Replaced by gradescope-utils' ``leaderboard``."""

    # Running

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """As pytest's own, for one round after another: that tests are collected once makes a class cheaper."""
        for one in self._rounds:
            self._round = one
            items = [item for item in session.items if item.nodeid in one.tests]
            for index, item in enumerate(items):
                self._next = items[index + 1 : index + 1 + MAX_AHEAD]
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=self._next[0] if self._next else None)
                if self._enough:
                    return True
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> Iterator[None]:
        assert self._round is not None
        test = self._tests[item.nodeid]
        following = [self._tests[one.nodeid] for one in self._next]
        self._session, self._error, self._started = self._round.open(test, following), None, time.monotonic()
        for name in ("__score__", "__leaderboard_value__"):
            if hasattr(item.function, name):
                setattr(item.function, name, None)
        try:
            result = yield
        finally:
            session, self._session = self._session, None
            session.close()
        error = self._error
        if isinstance(error, SandboxError):
            self.failure, self._enough = error, True
            return result
        if error is None and session.callback_error is not None:
            error = session.callback_error  # student code swallowed what the test's own function raised
        ended = Ended(
            test, error, session, time.monotonic() - self._started, _fraction(item, error), _leaderboard_entry(item)
        )
        self._enough = not self._round.ended(ended, self._repeat(item))
        return result

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Instead of pytest's own, which sets every traceback in type; what is said of a failure is said by ``feedback``."""
        if call.excinfo is not None and self._error is None:
            self._error = call.excinfo.value
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        assert call.when != "collect"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when, duration=call.duration)

    def _repeat(self, item: pytest.Function) -> Callable[[Session], None] | None:
        """The test as a function of a session, for running it again on a known mistake; None where it has other fixtures."""
        names = set(item.fixturenames) - {"request"}
        if not names <= FIXTURES:
            return None
        seed = derive(self._secret, f"test {item.nodeid}")

        def again(session: Session) -> None:
            given = {"student": session, "seed": seed, "device": self._device}
            given["rng"] = torch.Generator().manual_seed(seed)
            item.function(**{name: value for name, value in given.items() if name in item._fixtureinfo.argnames})

        return again


def _fraction(item: pytest.Function, error: BaseException | None) -> float:
    if error is not None:
        return 0.0
    given = getattr(item.function, "__score__", None)
    if given is None:
        return 1.0
    if not check.is_number(given) or math.isnan(given):  # a test may pass on what student code answered
        return 0.0
    return min(1.0, max(0.0, float(given) / float(item.function.__weight__)))


def _leaderboard_entry(item: pytest.Function) -> LeaderboardEntry | None:
    column = getattr(item.function, "__leaderboard_column__", None)
    value = getattr(item.function, "__leaderboard_value__", None)
    if column is None or value is None or not check.is_number(value):  # a text could be one that student code chose
        return None
    rising = getattr(item.function, "__leaderboard_sort_order__", "desc") == "asc"
    return LeaderboardEntry(str(column), float(value), "asc" if rising else "desc")


def test_files(tests: Iterable[str]) -> list[str]:
    """The files that tests are in, by their ids."""
    return sorted({identifier.partition("::")[0] for identifier in tests})


def run_pytest(folder: Path, tree: Path, tests: Iterable[str], plugin: GraderPlugin) -> bool:
    """Run pytest in this process on ``tests`` in ``folder``, reading no configuration and writing nothing; whether pytest
    itself did not fail.

    Raises:
        KeyboardInterrupt: it was interrupted.
        SandboxError: the fork server is gone.
    """
    _use_modules_of(folder, tree)
    files = test_files(tests)
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
    finally:
        os.environ.clear()
        os.environ.update(before)
        sys.dont_write_bytecode = writing
        torch.set_num_threads(threads)
    if plugin.interrupted:
        raise KeyboardInterrupt
    if plugin.failure is not None:
        raise plugin.failure
    well = code in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED)
    for file in [] if well else files:
        plugin.broken.setdefault(file, f"pytest ended with {code!r}")  # for a reason that staff should look at
    return well


def _use_modules_of(folder: Path, tree: Path) -> None:
    """Let tests import the probes of their own build's problems, and forget the modules of the build graded before.

    Args:
        folder: the build's tests.
        tree: the pristine tree, whose ``testkit/probes`` holds the probes of the build's problems.
    """
    global _last_build
    if _last_build == (folder, tree):
        return
    own = tree / "testkit" / "probes"
    if _last_build is not None:
        old = tuple(f"{place}{os.sep}" for place in (_last_build[0], _last_build[1] / "testkit" / "probes"))
        for name, module in list(sys.modules.items()):
            if (getattr(module, "__file__", None) or "").startswith(old):
                del sys.modules[name]
                if name.startswith("testkit.probes."):
                    delattr(probes, name.rpartition(".")[2])
    probes.__path__[1:] = [str(own)]
    _last_build = folder, tree
