"""What a test sends to student code: a copy of a generator, never the secret one, and a sentence where it cannot."""

from __future__ import annotations

import textwrap
from pathlib import Path

from autograder.api import Grader
from autograder.model.grading import Outcome
from tests.small_builds import make_build, submission

DRAWS = """
import torch


def answer(n, generator):
    return torch.rand(n, generator=generator)


class Drawing:
    def __init__(self, settings):
        self.generator = settings["generator"]

    def draw(self, n):
        return torch.rand(n, generator=self.generator)


def same(value):
    return value


def call(function):
    return function()
"""


def grade(tmp_path: Path, *bodies: str) -> list[Outcome]:
    """Grade tests of these lines on code that draws."""
    tests = [
        f"def test_{index}(student, rng, seed):\n    code = student.module('src.answer')\n{textwrap.indent(body.strip(), '    ')}\n"
        for index, body in enumerate(bodies)
    ]
    with Grader(make_build(tmp_path / "build", "\n".join(tests), solution=DRAWS)) as grader:
        return grader.grade(submission(tmp_path / "submission", DRAWS)).outcomes


ANSWERS_AS_TEST_WOULD = """
own = torch.Generator().manual_seed(seed)
torch.rand(5, generator=own)
given = own.clone_state()
check.equal(code.answer(3, given), torch.rand(3, generator=own))
check.equal(code.answer(n=3, generator=own), torch.rand(3, generator=own))
"""
GOES_ON_IN_WORKER = """
holder = code.Drawing({"generator": torch.Generator().manual_seed(7)})
again = torch.Generator().manual_seed(7)
check.equal(holder.draw(2), torch.rand(2, generator=again))
check.equal(holder.draw(2), torch.rand(2, generator=again))
"""
LEAVES_CALLERS_UNMOVED = """
given = torch.Generator().manual_seed(seed)
code.answer(700, given)
check.equal(torch.rand(2, generator=given), torch.rand(2, generator=torch.Generator().manual_seed(seed)))
"""
COMES_BACK_AS_HANDLE = """
own = code.same(torch.Generator().manual_seed(3))
check.equal(own.initial_seed(), 3)
check.equal(torch.equal(code.answer(2, own), code.answer(2, own)), False)
"""
KEEPS_INPUTS = """
from testkit import controls
given = torch.Generator().manual_seed(seed)
result, changed = controls.call_keeping_inputs(student, rng, code.answer, 2, given)
check.equal(len(changed), 0)
check.equal(result, torch.rand(2, generator=given))
"""


def test_generator_crosses_by_value(tmp_path: Path) -> None:
    """The worker's copy draws what the test's would, alone, by name and inside a container; the test's own is not moved."""
    for outcome in grade(
        tmp_path, ANSWERS_AS_TEST_WOULD, GOES_ON_IN_WORKER, LEAVES_CALLERS_UNMOVED, COMES_BACK_AS_HANDLE, KEEPS_INPUTS
    ):
        assert outcome.status == "passed", outcome.staff


def test_secret_generator_is_refused(tmp_path: Path) -> None:
    """Its state would tell every later input; a copy of the state is refused too, and a function may not return it."""
    given = [
        "rng",
        "rng.clone_state()",
        "torch.Generator().set_state(rng.get_state())",
        "torch.default_generator",
        "[{1: (rng,)}]",
    ]
    bodies = [f"torch.rand(3, generator=rng)\ncode.answer(3, generator={one})" for one in given]
    *outcomes, returned = grade(tmp_path, *bodies, "code.call(lambda: rng)")
    for outcome in [*outcomes, returned]:
        assert outcome.reason == "grader_error" and outcome.score == 0 and "not your fault" in outcome.message
        last = outcome.staff.splitlines()[-1]
        assert "the test's secret generator" in last and "torch.Generator().manual_seed(seed)" in last
    assert outcomes[0].staff.splitlines()[-1].startswith("demo/hidden/test_demo.py:6: argument generator of answer()")
    assert "what a function of the test returned" in returned.staff.splitlines()[-1]


REFUSED = {
    "{1, 2}": "argument 1 of same(): a set cannot be sent; give a list.",
    "(i for i in range(3))": "a generator cannot be sent; give a list.",
    "__import__('random').Random(1)": "a generator of Python or NumPy (Random) cannot be sent",
    "__import__('numpy').random.default_rng(1)": "a generator of Python or NumPy (Generator) cannot be sent",
    "torch.nn.Linear(1, 1)": "a network of the test's own (Linear) cannot be sent; build it",
    "torch.nn.Linear": "a type cannot be sent; numbers,",
    "[torch.eye(2).to_sparse()]": "a tensor of layout torch.sparse_coo",
    "1 << 2000": "an integer of more than 1000 bits",
}


def test_names_what_cannot_be_sent(tmp_path: Path) -> None:
    """The sentence names file and line, and no check of exceptions takes it for one of the student's."""
    outcomes = grade(tmp_path, *(f"check.raises(TypeError,\n             code.same, {given})" for given in REFUSED))
    for outcome, says in zip(outcomes, REFUSED.values(), strict=True):
        last = outcome.staff.splitlines()[-1]
        assert outcome.reason == "grader_error" and last.startswith("demo/hidden/test_demo.py:") and says in last


def test_generator_is_given_once(tmp_path: Path) -> None:
    """Natively the second call goes on where the first ended, and in the grader it could not."""
    (outcome,) = grade(tmp_path, "own = torch.Generator()\ncode.answer(1, own)\ncode.answer(1, own)")
    assert "make one for each call" in outcome.staff.splitlines()[-1]
