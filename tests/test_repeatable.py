"""The same submission gets the same scores, bit for bit, however often it is graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.grade import Grader
from scripts.build import EXECUTABLE, build
from scripts.check import alone
from scripts.files import write_tree


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("name", "times"), [("convolution", 50), ("rnn_adder", 50), ("training", 2)])
def test_gradings_repeat(tmp_path: Path, name: str, times: int) -> None:
    assignment = alone(name)
    write_tree(tmp_path / "build", build(assignment, "a5" * 16), EXECUTABLE)
    write_tree(tmp_path / "solution", {path: text.encode() for path, text in assignment.solution().items()})
    with Grader(tmp_path / "build") as grader:
        seen = {
            tuple((outcome.test.id, outcome.score) for outcome in grader.grade(tmp_path / "solution").outcomes)
            for _ in range(times)
        }
    assert len(seen) == 1
    (scores,) = seen
    assert all(score > 0 for _, score in scores)
