"""The pytest plugin of the trusted side: hidden tests run here, and reach the submission only through a ``Session``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
import torch

from autograder.manifest import Device, Test
from autograder.outcomes import LeaderboardEntry
from autograder.session import Session, derive

FIXTURES = {"student", "rng", "seed", "device"}
_BACKSTOP_SECONDS = 60.0


class Ended:
    """How one test ended, before it is put into words."""

    def __init__(
        self, test: Test, error: BaseException | None, session: Session, seconds: float, fraction: float
    ) -> None:
        self.test, self.error, self.session, self.seconds = test, error, session, seconds
        self.fraction = fraction  # of the points, where the test gives part of them


class GraderPlugin:
    """Runs the tests of ``wanted`` in their order and hands each end to ``ended``.

    Args:
        wanted: the tests to run, by id.
        secret: hexadecimal seed that every random input is derived from.
        open_session: makes the session of a test, given the test after it.
        ended: called after each test; returning False stops the run.
    """

    def __init__(
        self,
        wanted: dict[str, Test],
        secret: str,
        device: Device,
        open_session: Callable[[Test, Test | None], Session],
        ended: Callable[[Ended, Callable[[Session], None] | None], bool],
    ) -> None:
        self._wanted, self._secret, self._device = wanted, secret, device
        self._open, self._ended = open_session, ended
        self._session: Session | None = None
        self._error: BaseException | None = None
        self._started = 0.0
        self.broken: dict[str, str] = {}  # test file -> why it cannot be collected
        self.leaderboard: list[LeaderboardEntry] = []
        self.interrupted = False

    def pytest_keyboard_interrupt(self, excinfo: pytest.ExceptionInfo[BaseException]) -> None:
        self.interrupted = excinfo.type is KeyboardInterrupt  # pytest's own early stop is a subclass of it

    # Collection

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.broken[report.nodeid] = str(report.longrepr)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        order = {identifier: index for index, identifier in enumerate(self._wanted)}
        items[:] = sorted((item for item in items if item.nodeid in order), key=lambda item: order[item.nodeid])
        for item in items:
            # Session limits end a test; this only keeps a mistake in a test's own code from hanging the run.
            item.add_marker(pytest.mark.timeout(self._wanted[item.nodeid].limits.wall_seconds + _BACKSTOP_SECONDS))

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

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Function, nextitem: pytest.Item | None) -> Iterator[None]:
        test = self._wanted[item.nodeid]
        following = self._wanted[nextitem.nodeid] if nextitem is not None else None
        self._session, self._error, self._started = self._open(test, following), None, time.monotonic()
        for name in ("__score__", "__leaderboard_value__"):
            if hasattr(item.function, name):
                setattr(item.function, name, None)
        try:
            result = yield
        finally:
            session, self._session = self._session, None
            session.close()
        error = self._error
        if error is None and session.callback_error is not None:
            error = session.callback_error  # student code swallowed what the test's own function raised
        fraction = self._fraction(item, error)
        ended = Ended(test, error, session, time.monotonic() - self._started, fraction)
        if not self._ended(ended, self._repeat(item)):
            item.session.shouldstop = "enough"
        return result

    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        """Instead of pytest's own, which sets every traceback in type; what is said of a failure is said by ``feedback``."""
        if call.excinfo is not None and self._error is None:
            self._error = call.excinfo.value
        outcome: Literal["passed", "failed"] = "passed" if call.excinfo is None else "failed"
        assert call.when != "collect"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when, duration=call.duration)

    def _fraction(self, item: pytest.Function, error: BaseException | None) -> float:
        column = getattr(item.function, "__leaderboard_column__", None)
        value = getattr(item.function, "__leaderboard_value__", None)
        if column is not None and isinstance(value, (int, float, str)):
            rising = getattr(item.function, "__leaderboard_sort_order__", "desc") == "asc"
            self.leaderboard.append(LeaderboardEntry(str(column), value, "asc" if rising else "desc"))
        if error is not None:
            return 0.0
        given = getattr(item.function, "__score__", None)
        if given is None:
            return 1.0
        return min(1.0, max(0.0, float(given) / float(item.function.__weight__)))

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
