"""A failed test names the misconception when a known mistake gives the student's very answer, and is silent otherwise."""

from __future__ import annotations

from pathlib import Path

import torch

from autograder.api import Grader
from autograder.model.grading import Outcome
from autograder.model.manifest import Mistake
from autograder.suite.hints import choose, same_trace
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


def test_the_same_wrong_answer_written_otherwise_earns_the_hint(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, "def answer(x):\n    return sum(float(v) for v in x) * x.new_ones(())\n")
    assert outcome.hint == "This is what a sum gives."


def test_another_wrong_answer_earns_only_the_tests_own_hint(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, "def answer(x):\n    return x.mean() + 1\n").hint == "A general hint."


def test_the_same_error_earns_the_hint_and_another_does_not(tmp_path: Path) -> None:
    assert outcome_of(tmp_path / "a", "def answer(y):\n    return y.no_such_thing\n").hint == "This is a crash."
    assert outcome_of(tmp_path / "b", "def answer(y):\n    return y.nothing_else\n").hint != "This is a crash."


def test_a_stub_is_never_given_a_misconception(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, "def answer(x):\n    raise NotImplementedError\n").hint == ""


def test_in_float64_a_difference_in_the_seventh_digit_is_one() -> None:
    answer = torch.tensor([0.5], dtype=torch.float64)
    for far, same in ((1e-6, False), (1e-12, True)):
        one, other = (("check: not right", [("value", value)]) for value in (answer, answer + far))
        assert same_trace(one, other) is same


def mistake(name: str, *fails: str) -> Mistake:
    return Mistake("demo", name, name, list(fails), [])


def test_the_mistake_that_explains_most_is_chosen() -> None:
    narrow, wide = mistake("narrow", "a"), mistake("wide", "a", "b")
    chosen = choose({"a": [narrow, wide], "b": [wide]}, failed={"a", "b"}, ran={"a", "b", "c"})
    assert [chosen[test].name for test in "ab"] == ["wide", "wide"]


def test_a_mistake_that_would_fail_what_passes_comes_last() -> None:
    narrow, wide = mistake("narrow", "a"), mistake("wide", "a", "b", "c")
    chosen = choose({"a": [wide, narrow], "b": [wide]}, failed={"a", "b"}, ran={"a", "b", "c"})
    assert chosen["a"].name == "narrow"
