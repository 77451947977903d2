"""Inputs follow from the zip's secret and the submission's files: what one hand-in learns is worth nothing to the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from autograder.api import Grader
from autograder.model.grading import Outcome
from autograder.suite.seeds import CLASS_WIDE, Seeds
from testkit.generators import make_generator
from tests.small_builds import make_build, submission

TESTS = """
@number("1")
def test_twice(student, rng):
    \"\"\"answer doubles.\"\"\"
    x = torch.rand(5, generator=rng)
    check.close(student.module("src.answer").answer(x), 2 * x, what="twice x")

@number("2")
def test_again(student, rng):
    \"\"\"answer still doubles.\"\"\"
    x = torch.rand(5, generator=rng)
    check.close(student.module("src.answer").answer(x), 2 * x, what="twice x")
"""
SHOWS = "import random, torch\ndef answer(x):\n    print([*x.tolist(), random.random(), float(torch.rand(()))])\n"
SECRET = "0123456789abcdef" * 2


def seen(outcome: Outcome) -> list[float]:
    """Return the inputs and the worker's own random numbers that the test's worker printed."""
    return json.loads(outcome.printed)  # type: ignore[no-any-return]


@pytest.fixture
def grader(tmp_path: Path, grader_of: Callable[[Path], Grader]) -> Grader:
    return grader_of(make_build(tmp_path / "build", TESTS, seed=SECRET))


def test_comment_changes_every_input(tmp_path: Path, grader: Grader) -> None:
    """Submissions that differ in one byte of a comment meet other inputs, and the same files the same ones."""
    folders = [submission(tmp_path / str(index), f"{SHOWS}# {word}\n") for index, word in enumerate("aab")]
    first, again, other = ([seen(outcome) for outcome in grader.grade(folder).outcomes] for folder in folders)
    assert first == again
    for test in range(2):
        assert not set(first[test]) & set(other[test])
    assert not set(first[0]) & set(first[1])


def test_learnt_literals_pass_nothing(tmp_path: Path, grader: Grader) -> None:
    """Answers to every input that an earlier hand-in met pass no test of the next, nor with the old files beside them."""
    earlier = [seen(outcome)[:5] for outcome in grader.grade(submission(tmp_path / "first", SHOWS)).outcomes]
    replay = f"import torch\nLEARNT = torch.tensor({earlier})\n" + (
        "def answer(x):\n"
        "    nearest = (LEARNT - x).abs().sum(1).argmin()\n"
        "    return 2 * LEARNT[nearest]\n"
    )  # fmt: skip
    grading = grader.grade(submission(tmp_path / "second", replay))
    assert [outcome.reason for outcome in grading.outcomes] == ["wrong", "wrong"]


def test_hint_inputs_give_no_points(tmp_path: Path) -> None:
    """Known mistakes are compared on inputs of their own: code that is right on these alone passes nothing."""
    seeds = Seeds(SECRET, CLASS_WIDE)
    shared = [
        torch.rand(5, generator=make_generator(seeds.of_inputs(f"demo/hidden/test_demo.py::{name}"))).tolist()
        for name in ("test_twice", "test_again")
    ]
    source = f"SHARED = {shared}\ndef answer(x):\n    return (2 if x.tolist() in SHARED else 3) * x\n"
    mistakes = {"thrice": ("This is three times x.", "def answer(x):\n    return 3 * x\n")}
    build = make_build(tmp_path / "build", TESTS, mistakes=mistakes, seed=SECRET)
    with Grader(build) as grader:
        replayed = grader.grade(submission(tmp_path / "replay", source)).outcomes
        honest = grader.grade(submission(tmp_path / "honest", "def answer(x):\n    return x + 2 * x\n")).outcomes
    assert [(outcome.reason, outcome.hint) for outcome in replayed] == [("wrong", "")] * 2  # its run there was right
    assert [(outcome.reason, outcome.hint) for outcome in honest] == [("wrong", "This is three times x.")] * 2


def test_seeds_differ_by_everything() -> None:
    """Another secret, digest, test or purpose gives another seed, and all seeds of inputs have 256 bits of the HMAC."""
    found = set()
    for secret in (SECRET, "f" * 32):
        for digest in (CLASS_WIDE, "a", "ab"):
            seeds = Seeds(secret, digest)
            for test in ("c", "bc"):
                found |= {
                    seeds.of_inputs(test),
                    seeds.of_grader(test),
                    seeds.of_worker(test),
                    seeds.of_worker(test, reseeded=True),
                }
    assert len(found) == 2 * 3 * 2 * 4
    drawn = [Seeds(SECRET, str(index)).of_inputs("c") for index in range(64)]
    assert all(any(seed >> bit & 1 for seed in drawn) for bit in range(256))


def test_global_generators_are_seeded(tmp_path: Path) -> None:
    """A test that draws from the global generators of its own process meets inputs of the submission's own too."""
    tests = """
    @number("1")
    def test_global(student):
        \"\"\"answer doubles.\"\"\"
        import random
        import numpy
        x = torch.tensor([float(torch.rand(())), random.random(), numpy.random.rand()])
        check.close(student.module("src.answer").answer(x), 2 * x)
    """
    build = make_build(tmp_path / "build", tests)
    with Grader(build) as grader:
        first, again, other = (
            seen(grader.grade(submission(tmp_path / f"in-{index}", SHOWS + comment)).outcomes[0])[:3]
            for index, comment in enumerate(("# a\n", "# a\n", "# b\n"))
        )
    assert first == again and not set(first) & set(other)
    assert len(set(first)) == 3
