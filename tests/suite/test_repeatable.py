"""The same submission gets the same scores, bit for bit, however often it is graded: a few times, or fifty with ``--all``."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.api import Grader
from scripts.build.autograder_zip import EXECUTABLE, build_tree
from scripts.coursespec.files import write_tree
from scripts.coursespec.one_problem import load_alone


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("name", "times", "all_times"), [("convolution", 4, 50), ("rnn_adder", 4, 50), ("training", 2, 2)]
)
def test_gradings_repeat(tmp_path: Path, name: str, times: int, all_times: int, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--all"):
        times = all_times
    assignment = load_alone(name)
    write_tree(tmp_path / "build", build_tree(assignment, "a5" * 16), EXECUTABLE)
    write_tree(tmp_path / "solution", {path: text.encode() for path, text in assignment.solution().items()})
    seen: set[tuple[tuple[str, float], ...]] = set()
    with Grader(tmp_path / "build") as grader:
        again = (grader.take(tmp_path / "solution") for _ in range(times))
        grader.grade_each(again, lambda grading: seen.add(tuple((one.test.id, one.score) for one in grading.outcomes)))
    assert len(seen) == 1
    (scores,) = seen
    assert all(score > 0 for _, score in scores)
