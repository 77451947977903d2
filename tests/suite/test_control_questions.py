"""What a student's process claims of itself is tested by questions whose answers the grader knows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from autograder.api import Grader
from autograder.model.grading import Grading
from autograder.reports.staff_text import render_staff_text
from autograder.reports.summary import remarks_for_staff
from testkit import controls
from tests.small_builds import make_build, submission

TESTS = """
from testkit import controls

@number("1")
def test_keeps(student, rng):
    answer = student.module("src.answer").answer
    x = torch.rand(4, generator=rng)
    result, changed = controls.call_keeping_inputs(student, rng, answer, [x, x + 1], scale=2)
    check.close(result, 2 * x)
    check.that(changed == [], "answer should not change its input.")
"""
GOOD = "def answer(xs, scale):\n    return scale * xs[0]\n"
WRITES = "def answer(xs, scale):\n    xs[0] *= scale\n    return xs[0]\n"
FAKE = """
def fake(function, *args, **kwargs):
    import copy
    return function(*copy.deepcopy(args), **kwargs), list(args), kwargs
"""
IMPORTED = f"{WRITES}{FAKE}import testkit.probes\ntestkit.probes.call_keeping_inputs = fake\n"
KEPT = f"""{WRITES}{FAKE}
import sys
frame = sys._getframe()
while frame is not None:
    for value in list(frame.f_locals.values()):
        if hasattr(value, "_kit"):
            value._kit["testkit.probes"].call_keeping_inputs = fake
    frame = frame.f_back
"""


@pytest.fixture
def grade(tmp_path: Path, grader_of: Callable[[Path], Grader]) -> Callable[[str], Grading]:
    grader = grader_of(make_build(tmp_path / "build", TESTS, solution=GOOD))
    return lambda source: grader.grade(submission(tmp_path / "submission", source))


@pytest.mark.parametrize(
    ("source", "reason"), [(GOOD, "passed"), (WRITES, "wrong"), (IMPORTED, "wrong"), (KEPT, "control")]
)  # fmt: skip
def test_replaced_probe_gets_no_points(grade: Callable[[str], Grading], source: str, reason: str) -> None:
    """A probe replaced by an import has no effect; where the worker's own copy is replaced, a control question tells."""
    grading = grade(source)
    (outcome,) = grading.outcomes
    assert outcome.reason == reason
    assert grading.score == (outcome.test.points if reason == "passed" else 0)
    asked = [remark for remark in remarks_for_staff(grading) if "control question" in remark]
    assert len(asked) == (reason == "control") and all(remark in render_staff_text(grading) for remark in asked)
    assert bool(grading.staff_notices) == (source in (IMPORTED, KEPT))
    assert not any("control question" in text for text in (outcome.message, outcome.hint, *grading.notices))


def ask_in_order(rng: torch.Generator) -> tuple[str, ...]:
    order: list[str] = []
    known = [controls.Control(lambda name=name: order.append(name), lambda _: True) for name in "ab"]
    controls.ask(rng, lambda: order.append("real"), *known)
    return tuple(order)


def test_questions_come_in_random_order() -> None:
    rng = torch.Generator().manual_seed(0)
    assert len({ask_in_order(rng) for _ in range(60)}) == 6


@pytest.mark.parametrize("answer", [None, [], {}, "yes", object()])
def test_odd_answers_are_wrong_answers(answer: object) -> None:
    known = controls.Control(lambda: answer, lambda found: found["values"][0] == 1)
    with pytest.raises(controls.ControlFailure):
        controls.ask(torch.Generator().manual_seed(1), lambda: None, known)


def test_answers_to_controls_are_not_recorded() -> None:
    seen = []
    known = controls.Control(lambda: seen.append(controls.is_asking()), lambda _: True)
    controls.ask(torch.Generator().manual_seed(1), lambda: seen.append(controls.is_asking()), known)
    assert sorted(seen) == [False, True]
