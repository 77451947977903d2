"""Pytest plugin for a student's own machine: problems in the assignment's order, and the score so far."""

from __future__ import annotations

import json
from typing import Any

import pytest

_earned = pytest.StashKey[dict[str, float]]()


def pytest_configure(config: pytest.Config) -> None:
    """Begin without points."""
    config.stash[_earned] = {}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the tests of the problems into the assignment's order."""
    names = [problem["name"] for problem in _read_points(config)["problems"]]
    order = {config.rootpath / "tests" / name: index for index, name in enumerate(names)}
    items.sort(key=lambda item: order.get(item.path.parent, len(order)))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Note the fraction of its points that a test earned: 0, 1, or what ``partial_credit`` says."""
    report = (yield).get_result()
    earned = item.config.stash[_earned]
    if report.failed or report.skipped:
        earned[item.nodeid] = 0.0
    elif report.when == "call":
        function = getattr(item, "function", None)
        score, whole = getattr(function, "__score__", None), getattr(function, "__weight__", None)
        earned.setdefault(item.nodeid, score / whole if score is not None and whole else 1.0)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print the points of every problem of which a test ran."""
    points = _read_points(config)
    earned = config.stash[_earned]
    rows = []
    for problem in points["problems"]:
        tests = {
            f"tests/{name}": worth for name, worth in points["tests"].items() if name.startswith(problem["name"] + "/")
        }
        if earned.keys() & tests.keys():
            got = sum(worth * earned.get(name, 0.0) for name, worth in tests.items())
            public = sum(tests.values())
            rows.append((problem["title"], got, public, problem["points"] - public, problem.get("gpu_points", 0)))
    if not rows:
        return
    width = max(len(title) for title, *_ in rows)
    terminalreporter.section("your score on the public tests")
    for title, got, public, hidden, on_gpu in rows:
        more = f"   and {hidden:.2f} more on the grader's own tests" if hidden > 0.005 else ""
        more += f", apart from {on_gpu:.2f} on a GPU of the course" if on_gpu > 0.005 else ""
        terminalreporter.write_line(f"{title:<{width}}  {got:7.2f} of {public:.2f}{more}")
    if len(rows) > 1:
        total = (sum(row[1] for row in rows), sum(row[2] for row in rows))
        terminalreporter.write_line(f"{'together':<{width}}  {total[0]:7.2f} of {total[1]:.2f}")


def _read_points(config: pytest.Config) -> dict[str, Any]:
    """Return what ``tests/points.json`` says of problems and tests; without that file, of none."""
    try:
        points: dict[str, Any] = json.loads((config.rootpath / "tests" / "points.json").read_text(encoding="utf-8"))
    except OSError:
        return {"problems": [], "tests": {}}
    return points
