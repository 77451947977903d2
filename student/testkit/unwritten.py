"""Pytest plugin for a student's own machine: a test that meets a stub counts as "not written", and each stub gets one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Note the stub that ended a test."""
    report = (yield).get_result()
    stub = _find_stub(call, item.config.rootpath)
    if report.failed and stub:
        report.stub = stub


def pytest_report_teststatus(report: pytest.TestReport) -> tuple[str, str, str] | None:
    """Count a test that met a stub apart from failed ones, so that no traceback of it is printed."""
    return ("not written", "-", "NOT WRITTEN") if getattr(report, "stub", "") else None


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print a line for each stub that a test met."""
    counts: dict[str, int] = {}
    for report in terminalreporter.stats.get("not written", []):
        counts[report.stub] = counts.get(report.stub, 0) + 1
    if counts:
        terminalreporter.section("not written yet")
        for stub, count in counts.items():
            terminalreporter.write_line(f"{stub}, which {count} test{' needs' if count == 1 else 's need'}")


def _find_stub(call: pytest.CallInfo[None], root: Path) -> str:
    """Return the place and name of the stub that raised; empty where something else did."""
    if call.excinfo is None or not isinstance(call.excinfo.value, NotImplementedError):
        return ""
    last = call.excinfo.traceback[-1]
    path = Path(last.path)
    if not path.is_relative_to(root) or not str(last.statement).strip().startswith("raise NotImplementedError"):
        return ""
    return f"{path.relative_to(root).as_posix()}:{last.lineno + 1}: {last.name}"
