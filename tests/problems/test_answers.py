"""Numbers that tests judge may be matrices: in the question, in students' answers and in known mistakes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts.coursespec.numbers import ANSWERS, Number, answers_file, with_answers
from scripts.coursespec.variants import Variant, read_variant
from scripts.errors import SpecError
from scripts.studentkit.report.numeric_answers import read_answer
from testkit import check

TURN = [[0, -1.5], [1, 0]]
ASKED = [
    ("first", "The first", [Number("turn", "A matrix.", "none", TURN), Number("loss", "The loss.", "nats", 2.25)]),
    ("second", "The second", [Number("loss", "Its loss.", "nats", 4)]),
]
SOLVED = answers_file(ASKED, solved=True)


def test_reads_back_numbers_and_matrices(tmp_path: Path) -> None:
    file = tmp_path / "answers.toml"
    file.write_text(SOLVED)
    reader = SimpleNamespace(read_answer=lambda problem, key: read_answer(problem, key, file))
    student = SimpleNamespace(module=lambda name: reader)
    assert check.answer(student, "first", "turn") == TURN
    assert (check.answer(student, "first", "loss"), check.answer(student, "second", "loss")) == (2.25, 4)


def test_changes_numbers_of_one_problem() -> None:
    lines = zip(SOLVED.splitlines(), with_answers(SOLVED, "second", {"loss": 3.5}).splitlines(), strict=True)
    assert [pair for pair in lines if pair[0] != pair[1]] == [("loss = 4", "loss = 3.5")]


def mistake(tmp_path: Path, body: str) -> Variant:
    file = tmp_path / "first" / "mistakes" / "wrong.py"
    file.parent.mkdir(parents=True)
    file.write_text(f'"""A hint."""\n\nFAILS = ["hidden/test_numbers.py::test_turn"]\n\n{body}\n')
    return read_variant(file, "mistakes/wrong.py", {"src/a.py": "x = 1\n"}, mistake=True, numbers=["turn", "loss"])


def test_mistake_may_give_matrix(tmp_path: Path) -> None:
    wrong = mistake(tmp_path, "turn = [[0, 1], [-1.5, 0]]")
    assert wrong.target == ANSWERS
    assert wrong.applied(SOLVED) == SOLVED.replace("[[0, -1.5], [1, 0]]", "[[0, 1], [-1.5, 0]]")


@pytest.mark.parametrize("body", ['turn = [[0, "one"], [1, 0]]', "turn = [[], []]", "turn = [[[1.0]]]"])
def test_refuses_mistakes_without_numbers(body: str, tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"mistakes/wrong\.py:5: turn is a number of report/answers\.toml"):
        mistake(tmp_path, body)
