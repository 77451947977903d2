"""A failed test names the misconception when a known mistake gives the student's very answer, and is silent otherwise."""

from __future__ import annotations

from pathlib import Path

import torch

from autograder.api import Grader
from autograder.model.grading import Outcome
from autograder.model.manifest import Mistake
from autograder.suite.hints import Trace, choose, is_same_trace
from tests.small_builds import make_build, submission

TESTS = """
@number("1")
def test_mean(student, rng):
    \"\"\"answer is the mean.\"\"\"
    x = torch.rand(5, generator=rng)
    check.close(student.module("src.answer").answer(x), float(x.mean()), what="the mean", hint="A general hint.")
"""
MISTAKES = {
    "summed": ("This is what a sum gives.", "def answer(x):\n    return x.sum()\n"),
    "largest": ("This is the largest.", "def answer(x):\n    return x.max()\n"),
    "crashes": ("This is a crash.", "def answer(x):\n    return x.no_such_thing\n"),
}


def outcome_of(tmp_path: Path, source: str) -> Outcome:
    build = make_build(tmp_path / "build", TESTS, solution="def answer(x):\n    return x.mean()\n", mistakes=MISTAKES)
    with Grader(build) as grader:
        return grader.grade(submission(tmp_path / "submission", source)).outcomes[0]


def test_same_wrong_answer_earns_hint(tmp_path: Path) -> None:
    """The same wrong answer earns the hint, however the code that gives it is written."""
    outcome = outcome_of(tmp_path, "def answer(x):\n    return sum(float(v) for v in x) * x.new_ones(())\n")
    assert outcome.hint == "This is what a sum gives."


def test_other_wrong_answer_earns_general_hint(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, "def answer(x):\n    return x.mean() + 1\n").hint == "A general hint."


def test_only_same_error_earns_hint(tmp_path: Path) -> None:
    assert outcome_of(tmp_path / "a", "def answer(y):\n    return y.no_such_thing\n").hint == "This is a crash."
    assert outcome_of(tmp_path / "b", "def answer(y):\n    return y.nothing_else\n").hint != "This is a crash."


def test_stub_earns_no_hint(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, "def answer(x):\n    raise NotImplementedError\n").hint == ""


def test_float64_answers_compare_to_ten_digits() -> None:
    """In float64 a difference in the seventh digit is a difference."""
    answer = torch.tensor([0.5], dtype=torch.float64)
    for far, same in ((1e-6, False), (1e-12, True)):
        one, other = (Trace("check: not right", [("value", value)]) for value in (answer, answer + far))
        assert is_same_trace(one, other) is same


def mistake(name: str, *fails: str) -> Mistake:
    return Mistake("demo", name, name, list(fails), [])


def test_chooses_mistake_that_explains_most() -> None:
    narrow, wide = mistake("narrow", "a"), mistake("wide", "a", "b")
    chosen = choose({"a": [narrow, wide], "b": [wide]}, failed={"a", "b"}, ran={"a", "b", "c"})
    assert [chosen[test].name for test in "ab"] == ["wide", "wide"]


def test_contradicted_mistake_comes_last() -> None:
    """A mistake that would fail a test which the submission passes comes last."""
    narrow, wide = mistake("narrow", "a"), mistake("wide", "a", "b", "c")
    chosen = choose({"a": [wide, narrow], "b": [wide]}, failed={"a", "b"}, ran={"a", "b", "c"})
    assert chosen["a"].name == "narrow"
