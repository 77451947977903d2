"""The thresholds of the leak check are measured, and raise no false alarm on the course."""

from __future__ import annotations

import pytest

from scripts.build.student_tree import render
from scripts.coursespec.course import KIT
from scripts.coursespec.syntax import syntax
from scripts.leaks.check import LeakCheck
from scripts.leaks.code_shapes import fragments
from scripts.leaks.thresholds import CHOSEN, rows
from scripts.proof.leak_measurement import EVERY_PROBLEM, count_false_positives, plants
from tests.kit import kit_assignment


def test_honest_material_raises_no_alarm(request: pytest.FixtureRequest) -> None:
    """No assignment's tree leaks; with ``--all``, no problem's tree gives away what another problem keeps secret either."""
    if request.config.getoption("--all"):
        assert count_false_positives(CHOSEN) == 0
    else:  # test_every_problem looks at the assignment of all problems
        for name in KIT.assignment_names():
            if name != EVERY_PROBLEM:
                assignment = kit_assignment(name)
                assert LeakCheck(assignment).leaks(render(assignment, solved=False)) == []


def test_every_threshold_has_figures() -> None:
    for row in rows():
        assert row.figures[row.value].false_positives == 0, row.name
        assert min(row.figures) < row.value < max(row.figures), row.name
        assert row.figures[row.value].misses < row.figures[max(row.figures)].misses, row.name


def test_renamed_statements_are_found() -> None:
    """Every statement of a solution that is large enough is found with all its names changed."""
    check = LeakCheck(kit_assignment(EVERY_PROBLEM))
    large = [
        (path, text) for path, text in plants("renamed statements") if fragments(syntax(text), CHOSEN.fragment_nodes)
    ]
    assert len(large) > 50
    assert [text for path, text in large if not check.leaks({path: text.encode()})] == []
