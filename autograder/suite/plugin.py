"""The pytest plugin of the grader: hidden tests run here, and reach the submission only through a ``Session``."""

from __future__ import annotations

import math
import signal
import threading
import time
import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal

import pytest

from autograder.isolation.server import MAX_AHEAD, SandboxError
from autograder.model.grading import LeaderboardEntry
from autograder.model.manifest import Device, Test
from autograder.suite.errors import BadScoreError, OverdueError
from autograder.suite.hints import RepeatTest
from autograder.suite.run import SubmissionRun, TestResult
from autograder.suite.seeds import CLASS_WIDE, Seeds
from autograder.suite.session import Session
from testkit import check, remarks
from testkit.fixtures import GradedFixtures, fixture_values
from testkit.generators import seed_generators

_OF_DECORATORS = ("set_score", "set_leaderboard_value")  # arguments that gradescope-utils' decorators pass themselves
BACKSTOP_SECONDS = 60.0  # after every limit of the student's part


class GraderPlugin(GradedFixtures):
    """Runs tests of a build in their order, once for each submission.

    Args:
        tests: all tests of any run, by id.
        secret: of the zip, in hexadecimal digits; every random input follows from it and the submission's files.
        device: where student code runs.
        runs: gives the run of the next submission once the one before is through.
        broken_files: filled with the test files that cannot be run, and why.
    """

    def __init__(
        self,
        tests: Mapping[str, Test],
        secret: str,
        device: Device,
        runs: Iterable[SubmissionRun],
        broken_files: dict[str, str],
    ) -> None:
        self._tests, self._secret, self._device, self._runs = tests, secret, device, runs
        self.broken_files = broken_files
        self._run: SubmissionRun | None = None
        self._next_items: list[pytest.Item] = []
        self._session: Session | None = None
        self._error: BaseException | None = None
        self._started = 0.0
        self._is_stopped = False
        self.interrupted = False
        self.failure: SandboxError | None = None  # nothing more can be graded

    # Fixtures

    def get_student(self) -> Session:
        """Return the submission, through proxies."""
        assert self._session is not None
        return self._session

    def get_key(self, test_id: str) -> int:
        """Return a secret of this test's and this submission's own."""
        assert self._run is not None
        return self._run.seeds.of_inputs(test_id)

    def get_device(self) -> str:
        """Return the device that the grader was started for."""
        return self._device

    # Failures of pytest itself

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        """Note an interrupt from the keyboard."""
        self.interrupted = excinfo.type is KeyboardInterrupt  # and not pytest.exit()

    def pytest_internalerror(self, excrepr: object) -> bool:
        """Keep what pytest would print, for staff."""
        self.broken_files.update(dict.fromkeys({test.file for test in self._tests.values()}, str(excrepr)))
        return True

    # Collection

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a test file that cannot be loaded."""
        if report.failed:
            self.broken_files[report.nodeid] = str(report.longrepr)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Put the tests into the manifest's order, and leave out what it does not name."""
        order = {identifier: index for index, identifier in enumerate(self._tests)}
        items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])
        for item in items:
            # Session limits end a test; this only keeps a mistake in a test's own code from hanging the run.
            item.add_marker(pytest.mark.timeout(self._tests[item.nodeid].limits.wall_seconds + BACKSTOP_SECONDS))

    @pytest.hookimpl(optionalhook=True)
    def pytest_timeout_set_timer(self, item: pytest.Item, settings: Any) -> bool | None:
        """Raise OverdueError at the limit, in place of pytest-timeout's own timer, which would write to a terminal."""
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

    # Running

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests as pytest's own loop does, for one submission after another: they are collected once for a class."""
        for run in self._runs:
            self._run = run
            items = [item for item in session.items if item.nodeid in run.tests]
            for index, item in enumerate(items):
                self._next_items = items[index + 1 : index + 1 + MAX_AHEAD]
                following = self._next_items[0] if self._next_items else None
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if self._is_stopped:
                    break
            if self.failure is None:
                run.find_hints()
            if self._is_stopped:
                break
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Function) -> Iterator[None]:
        """Give a test its session, and record its result."""
        assert self._run is not None
        test = self._tests[item.nodeid]
        following = [self._tests[one.nodeid] for one in self._next_items]
        self._session, self._error, self._started = self._run.open_session(test, following), None, time.monotonic()
        seed_generators(self._run.seeds.of_grader(test.id))
        remarks.take_remarks()  # what the search for hints left: it runs tests again, on other inputs
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
            self.failure, self._is_stopped = error, True
            return result
        if error is None and session.callback_error is not None:
            error = session.callback_error  # student code swallowed what the test's own function raised
        try:
            fraction = _fraction(item, error)
        except BadScoreError as bad_score:
            fraction, error = 0.0, bad_score
        test_result = TestResult(
            test=test,
            error=error,
            session=session,
            seconds=time.monotonic() - self._started,
            fraction=fraction,
            leaderboard=_leaderboard_entry(item) if error is None else None,
            repeat=self._repeat(item),
            remarks=remarks.take_remarks(),
        )
        self._is_stopped = not self._run.record(test_result)
        return result

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Return a bare report: pytest's own would format every traceback, and ``feedback`` explains failures."""
        if call.excinfo is not None and self._error is None:
            self._error = call.excinfo.value
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        assert call.when != "collect"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when, duration=call.duration)

    def _repeat(self, item: pytest.Function) -> RepeatTest | None:
        """Return the test as a function of a session, with the same inputs for a whole class; None if it uses other fixtures."""
        seeds = Seeds(self._secret, CLASS_WIDE)
        key = seeds.of_inputs(item.nodeid)
        if not set(item.fixturenames) - {"request", *_OF_DECORATORS} <= fixture_values(None, key, self._device).keys():
            return None

        def repeat(session: Session) -> None:
            seed_generators(seeds.of_grader(item.nodeid))
            values = fixture_values(session, key, self._device)
            item.function(**{name: value for name, value in values.items() if name in item._fixtureinfo.argnames})

        return repeat


def _fraction(item: pytest.Function, error: BaseException | None) -> float:
    """Return the part of its points that a test gives: what it set, also where it failed after that; else all or nothing.

    Raises:
        BadScoreError: the test set what no score can be.
    """
    score = getattr(item.function, "__score__", None)
    if score is None:
        return 0.0 if error is not None else 1.0
    most = float(item.function.__weight__)
    if isinstance(score, bool) or not check.is_number(score) or not 0 <= float(score) <= most:
        raise BadScoreError(
            f"set_score was given {score!r}, and a score is a number from 0 to {most:g}: correct the test"
        )
    # A submission could choose a score, and a value on the leaderboard, to tell something: neither has many digits.
    return round(float(score) / most, 3)


def _leaderboard_entry(item: pytest.Function) -> LeaderboardEntry | None:
    column = getattr(item.function, "__leaderboard_column__", None)
    value = getattr(item.function, "__leaderboard_value__", None)
    if column is None or value is None or not check.is_number(value):  # a text could be one that student code chose
        return None
    is_rising = getattr(item.function, "__leaderboard_sort_order__", "desc") == "asc"
    return LeaderboardEntry(str(column), _round_value(float(value)), "asc" if is_rising else "desc")


def _round_value(value: float) -> float:
    """Return four digits of a value between a millionth and a thousand millions; 0 for any that is smaller or not finite."""
    if not 1e-6 <= abs(value) < math.inf:
        return 0.0
    return max(-1e9, min(1e9, float(f"{value:.4g}")))
