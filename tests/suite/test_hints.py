"""A failed test names the misconception when a known mistake gives the student's very answer, and is silent otherwise."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch

from autograder.api import Grader
from autograder.model.grading import Outcome
from autograder.model.manifest import Mistake
from autograder.suite.hints import Comparison, Evidence, Trace, choose, is_same_trace, weigh
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


@pytest.fixture
def outcome_of(tmp_path: Path, grader_of: Callable[[Path], Grader]) -> Callable[..., Outcome]:
    count = itertools.count()

    def graded(source: str, **settings: int) -> Outcome:
        folder = tmp_path / str(next(count))
        solution = "def answer(x):\n    return x.mean()\n"
        build = make_build(folder / "build", TESTS, solution=solution, mistakes=MISTAKES, **settings)
        return grader_of(build).grade(submission(folder / "submission", source)).outcomes[0]

    return graded


def test_same_wrong_answer_earns_hint(outcome_of: Callable[..., Outcome]) -> None:
    """The same wrong answer earns the hint, however the code that gives it is written."""
    outcome = outcome_of("def answer(x):\n    return sum(float(v) for v in x) * x.new_ones(())\n")
    assert outcome.hint == "This is what a sum gives."


def test_number_for_tensor_earns_hint(outcome_of: Callable[..., Outcome]) -> None:
    """Where the test takes a number of any kind, so does the comparison with known mistakes."""
    assert outcome_of("def answer(x):\n    return float(x.sum())\n").hint == "This is what a sum gives."


def test_other_wrong_answer_earns_general_hint(outcome_of: Callable[..., Outcome]) -> None:
    assert outcome_of("def answer(x):\n    return x.mean() + 1\n").hint == "A general hint."


def test_only_same_error_earns_hint(outcome_of: Callable[..., Outcome]) -> None:
    assert outcome_of("def answer(y):\n    return y.no_such_thing\n").hint == "This is a crash."
    assert outcome_of("def answer(y):\n    return y.nothing_else\n").hint != "This is a crash."


def test_stub_earns_no_hint(outcome_of: Callable[..., Outcome]) -> None:
    assert outcome_of("def answer(x):\n    raise NotImplementedError\n").hint == ""


def test_hints_end_with_their_runs(outcome_of: Callable[..., Outcome]) -> None:
    """The largest is the second mistake: one comparison does not reach it, two do."""
    source = "def answer(x):\n    return x.max()\n"
    assert outcome_of(source, hint_runs=1).hint == "A general hint."
    assert outcome_of(source, hint_runs=2).hint == "This is the largest."


NETWORK_TESTS = """
@number("1")
def test_layer(student):
    \"\"\"The network has one layer.\"\"\"
    shapes = [tuple(value.shape) for value in student.tools.parameters(student.module("src.answer").Net()).values()]
    check.that(shapes == [(2, 3), (2,)], "There should be one layer.", hint="A general hint.")


@number("2")
def test_output(student, rng):
    \"\"\"The network has no activation.\"\"\"
    model = student.module("src.answer").Net()
    layers = [torch.randn(2, 3, generator=rng), torch.randn(2, generator=rng)]
    student.tools.load_parameters(model, layers)
    x = torch.randn(5, 3, generator=rng)
    check.close(model(x), x @ layers[0].T + layers[1], what="the output", hint="A general hint.")


@number("3")
def test_learns(student):
    \"\"\"The network learns.\"\"\"
    check.that(float(student.module("src.answer").Net()(torch.ones(1, 3)).sum()) > 1e9, "It does not learn.")
"""
NET = """
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 2)

    def forward(self, x):
        return self.layer(x)
"""
NETWORK_MISTAKES = {
    "no_bias": ("This is a layer without a bias.", NET.replace("(3, 2)", "(3, 2, bias=False)")),
    "relu": ("This is a ReLU at the end.", NET.replace("self.layer(x)", "self.layer(x).relu()")),
}


@pytest.fixture
def network_hints(tmp_path: Path, grader_of: Callable[[Path], Grader]) -> Callable[..., list[str]]:
    def graded(source: str) -> list[str]:
        build = make_build(tmp_path / "build", NETWORK_TESTS, solution=NET, mistakes=NETWORK_MISTAKES)
        grading = grader_of(build).grade(submission(tmp_path / "submission", source))
        return [outcome.hint for outcome in grading.outcomes]

    return graded


def test_names_and_first_weights_are_free(network_hints: Callable[..., list[str]]) -> None:
    """A mistake is recognised in a network whose layers have other names and start with other weights."""
    source = NET.replace("self.layer", "self.dense").replace("(3, 2)", "(3, 2, bias=False)")
    source = source.replace("    def forward", "        nn.init.ones_(self.dense.weight)\n\n    def forward")
    assert network_hints(source)[0] == "This is a layer without a bias."


DEEP_TESTS = """
from testkit import model_checks


@number("1")
def test_deep(student, rng):
    \"\"\"The network has a ReLU between its layers.\"\"\"
    model = student.module("src.answer").Net()
    first, last = model_checks.set_random_weights(student, rng, model, torch.ones(1, 3))
    x = torch.randn(5, 3, generator=rng)
    hidden = (x @ first.values["weight"].T + first.values["bias"]).relu()
    expected = hidden @ last.values["weight"].T + last.values["bias"]
    check.close(model(x), expected, what="the output", hint="A general hint.")
"""
DEEP_NET = """
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.last = nn.Linear(3, 4), nn.Linear(4, 2)

    def forward(self, x):
        return self.last(self.first(x).relu())
"""


def test_order_of_layers_is_free(tmp_path: Path, grader_of: Callable[[Path], Grader]) -> None:
    """A mistake is recognised in a network whose layers have other names and are made in another order."""
    mistakes = {"linear": ("This has no ReLU.", DEEP_NET.replace(".relu()", ""))}
    build = make_build(tmp_path / "build", DEEP_TESTS, solution=DEEP_NET, mistakes=mistakes)
    source = DEEP_NET.replace(
        "self.first, self.last = nn.Linear(3, 4), nn.Linear(4, 2)", "self.b, self.a = nn.Linear(4, 2), nn.Linear(3, 4)"
    )
    source = source.replace("self.last(self.first(x).relu())", "self.b(self.a(x))")
    [outcome] = grader_of(build).grade(submission(tmp_path / "submission", source)).outcomes
    assert outcome.hint == "This has no ReLU."


def test_random_outputs_are_no_evidence(network_hints: Callable[..., list[str]]) -> None:
    """Both known mistakes end as this network does where the outputs follow from random first weights: neither is named."""
    hints = network_hints(NET.replace("self.layer(x)", "self.layer(x).tanh()"))
    assert hints == ["", "A general hint.", ""]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (torch.tensor(0.5), 0.5, True),
        (np.float64(0.5), 0.5, True),
        ([1.0, 2.0], np.array([1.0, 2.0]), True),
        ([1, 2], torch.tensor([1, 2]), True),
        ([1, 2], [1, 3], False),
        ([[]], np.zeros((1, 0)), True),
        ([], np.zeros((1, 0)), False),
        (True, 1, False),
        (torch.tensor([0.5]), 0.5, False),
        (torch.zeros(2), torch.zeros(2, dtype=torch.float64), True),
        (torch.zeros(2), torch.zeros(2, dtype=torch.int64), False),
        ({"fc1": torch.zeros(2)}, {"a": torch.zeros(2)}, True),
        ({"train": [1.0], "valid": [2.0]}, {"valid": [2.0], "train": [1.0]}, True),
        ([[1.0], "a"], [[1.0], "b"], False),
    ],
)
def test_compares_value_not_kind(one: object, other: object, same: bool) -> None:
    assert is_same_trace(Trace("check: wrong", [("value", one)]), Trace("check: wrong", [("value", other)])) is same


def test_float64_answers_compare_to_ten_digits() -> None:
    """In float64 a difference in the seventh digit is a difference."""
    answer = torch.tensor([0.5], dtype=torch.float64)
    for far, same in ((1e-6, False), (1e-12, True)):
        one, other = (Trace("check: not right", [("value", value)]) for value in (answer, answer + far))
        assert is_same_trace(one, other) is same


def test_right_answers_tell_nothing() -> None:
    """An exception after right answers is no evidence; a wrong answer before it is."""
    right = Trace("passed", [("value", 1.5), ("value", 2.5)])
    for first, evidence in ((1.5, "weak"), (3.5, "answer")):
        known = Trace("raised: ValueError: x", [("value", first), ("raised", "ValueError")])
        assert weigh(known, known, None, right) == evidence
    assert weigh(right, right, None, right) == "form"


@pytest.mark.parametrize(
    ("wrong", "evidence"),
    [
        (0.0, "weak"),
        (100, "weak"),
        (True, "weak"),
        (None, "weak"),
        ([], "weak"),
        (float("nan"), "weak"),
        (torch.zeros(2, 3), "weak"),
        ([1, 1, 1], "weak"),
        (["relu", "relu"], "weak"),
        (["relu", "tanh"], "answer"),
        ({"loss": [0.0], "accuracy": [33.3]}, "weak"),
        ({"loss": [1.7], "accuracy": [0.0]}, "answer"),
        (0.25, "answer"),
        ([0.0, 1.0, 0.0], "answer"),
        (torch.full((2, 3), 0.1), "answer"),
    ],
)
def test_common_wrong_answers_are_weak(wrong: object, evidence: Evidence) -> None:
    """Many causes end in an accuracy of 0, in nothing or in the same whole number throughout; few in the same other numbers."""
    right = {"loss": [1.2], "accuracy": [33.3]} if isinstance(wrong, dict) else torch.arange(5) / 7
    known = Trace("check: wrong", [("value", wrong)])
    assert weigh(known, known, None, Trace("passed", [("value", right)])) == evidence


def test_calls_of_a_tests_function_are_evidence() -> None:
    """What student code passed to a function of the test tells, where the mistake passed the same and the solution did not."""
    ending, answers = "check: wrong", [("value", 1.0)]
    known, right = Trace(ending, answers, [[3.5], [4.5]]), Trace("passed", answers, [[3.5], [5.5]])
    for asked, evidence in (([[3.5], [4.5]], "answer"), ([[3.5], [6.5]], "form"), ([[3.5]], "form")):
        assert weigh(Trace(ending, answers, asked), known, None, right) == evidence


@pytest.mark.parametrize("wrong", [torch.ones(2, requires_grad=True), torch.ones(2, dtype=torch.float64)])
def test_graph_and_dtype_are_evidence(wrong: torch.Tensor) -> None:
    """Where the values are the solution's, a graph that it does not keep, or another dtype, tells, if the student has it too."""
    known, right = Trace("check: wrong", [("value", {"y": wrong})]), Trace("passed", [("value", {"y": torch.ones(2)})])
    assert weigh(known, known, None, right) == "answer"
    assert weigh(right, known, None, right) == "form"


def mistake(name: str, *fails: str) -> Mistake:
    return Mistake("demo", name, name, list(fails), [])


def names(fits: list[tuple[str, Mistake, Evidence]], failed: str, ran: str) -> dict[str, str]:
    compared: dict[str, list[Comparison]] = {}
    for test, known, evidence in fits:
        compared.setdefault(test, []).append(Comparison(known, evidence))
    return {test: known.name for test, known in choose(compared, set(failed), set(ran)).items()}


def test_chooses_mistake_that_explains_most() -> None:
    narrow, wide = mistake("narrow", "a"), mistake("wide", "a", "b")
    fits = [("a", narrow, "answer"), ("a", wide, "answer"), ("b", wide, "answer")]
    assert names(fits, failed="ab", ran="abc") == {"a": "wide", "b": "wide"}


def test_contradicted_mistake_comes_last() -> None:
    """A mistake that would fail a test which the submission passes comes last."""
    narrow, wide = mistake("narrow", "a"), mistake("wide", "a", "b", "c")
    fits = [("a", wide, "answer"), ("a", narrow, "answer"), ("b", wide, "answer")]
    assert names(fits, failed="ab", ran="abc")["a"] == "narrow"


def test_one_fit_needs_no_contradiction() -> None:
    """A mistake that fits one test is not named where another test that it would fail passes."""
    known = mistake("known", "a", "b")
    assert names([("a", known, "answer")], failed="a", ran="ab") == {}
    assert names([("a", known, "answer")], failed="a", ran="a") == {"a": "known"}


def test_fit_of_third_stays_unnamed() -> None:
    known = mistake("known", "a", "b", "c", "d")
    third = [("a", known, "answer"), ("b", known, "none"), ("c", known, "none")]
    assert names(third, failed="abc", ran="abc") == {}
    half = [("a", known, "answer"), ("b", known, "answer"), ("c", known, "none"), ("d", known, "none")]
    assert names(half, failed="abcd", ran="abcd") == {"a": "known", "b": "known"}


def test_weak_evidence_needs_whole_pattern() -> None:
    """Where all evidence is weak, no test may pass, most must fit, and no other mistake may fit as well."""
    known, other = mistake("known", "a", "b"), mistake("other", "a", "b")
    both = [("a", known, "weak"), ("b", known, "weak")]
    assert names(both, failed="ab", ran="ab") == {"a": "known", "b": "known"}
    assert names(both[:1], failed="a", ran="ab") == {}
    assert names([both[0], ("b", known, "none")], failed="ab", ran="ab") == {}
    rivals = [*both, ("a", other, "weak"), ("b", other, "weak")]
    assert names(rivals, failed="ab", ran="ab") == {}
    ruled_out = mistake("ruled_out", "a", "b", "c")
    assert names([*both, ("a", ruled_out, "weak"), ("b", ruled_out, "weak")], failed="ab", ran="abc") == {}
    assert names([*rivals, ("c", other, "answer")], failed="abc", ran="abc") == {
        "a": "other",
        "b": "other",
        "c": "other",
    }


def test_form_alone_names_nothing() -> None:
    known = mistake("known", "a", "b")
    assert names([("a", known, "form")], failed="a", ran="a") == {}
    fits = [("a", known, "form"), ("b", known, "answer")]
    assert names(fits, failed="ab", ran="ab") == {"a": "known", "b": "known"}
