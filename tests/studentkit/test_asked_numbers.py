"""Numbers and questions that an assignment asks for: in the spec, in a submission, in known mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.api import Grader
from scripts.build.autograder_zip import build_tree
from scripts.build.student_tree import render
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import load_assignment
from scripts.errors import SpecError
from tests.report_trees import edit, write_course
from tests.tiny import course_in

HIDDEN = '''
"""Numbers of the report."""

from testkit import check, number


@number("9")
def test_total(student):
    """The total of the weights is right."""
    check.close(check.answer(student, "sums", "total"), 1048.8125, what="total in report/answers.toml")
'''


MISTAKE = '''
"""This is the first weight only."""

FAILS = ["hidden/test_numbers.py::test_total"]
total = 31.25
'''


def test_numbers_are_graded(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    (course / "spec/problems/sums/hidden/test_numbers.py").write_text(HIDDEN)
    (course / "spec/problems/sums/mistakes/one_only.py").write_text(MISTAKE)
    write_tree(tmp_path / "build", build_tree(load_assignment("tiny", course_in(course)), "1" * 32))
    wanted = ["sums/hidden/test_numbers.py::test_total"]
    earned = {}
    with Grader(tmp_path / "build") as grader:
        for name, line in {
            "right": "total = 1048.8125",
            "wrong": "total = 31.0",
            "known": "total = 31.25",
            "open": 'total = "?"',
            "quoted": 'total = "1,048 kg"',
            "other is quoted": 'total = 1048.8125\nparts = "many"',
            "gone": "",
        }.items():
            (tmp_path / name / "report").mkdir(parents=True)
            (tmp_path / name / "report" / "answers.toml").write_text(f"[sums]\n{line}\n")
            grading = grader.grade(tmp_path / name, only=wanted)
            outcome = next(one for one in grading.outcomes if one.test.id in wanted)
            earned[name] = (outcome.score > 0, outcome.message, outcome.hint)
    assert {name for name, (points, *_) in earned.items() if points} == {"right", "other is quoted"}
    assert earned["known"][2] == "This is the first weight only." and earned["wrong"][2] == ""
    still_open = 'report/answers.toml: total in [sums] is still open; put your number in place of its "?".'
    assert earned["open"][1] == earned["gone"][1] == still_open
    assert earned["quoted"][1].startswith("report/answers.toml: total in [sums] cannot be read. Is the file there, and")
    assert "kg" not in earned["quoted"][1]


@pytest.mark.parametrize("value", ['"many"', "True", "[]", "[1, '2']", "1 + 1 + x"])
def test_mistake_gives_a_number(tmp_path: Path, value: str) -> None:
    course = write_course(tmp_path / "course")
    (course / "spec/problems/sums/mistakes/one_only.py").write_text(MISTAKE.replace("31.25", value))
    with pytest.raises(SpecError, match=r"one_only.py:5: total is a number of report/answers.toml"):
        load_assignment("tiny", course_in(course))


def test_mistake_changes_its_number_only(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    (course / "spec/problems/sums/mistakes/one_only.py").write_text(MISTAKE.replace("total =", "parts ="))
    (course / "spec/problems/sums/hidden/test_numbers.py").write_text(HIDDEN)
    assignment = load_assignment("tiny", course_in(course))
    mistake = next(one for one in assignment.problems[0].mistakes if one.name == "one_only")
    text = assignment.solution()["report/answers.toml"]
    elsewhere = "[other]\nparts = 5\n"
    assert mistake.applied(text + elsewhere) == text.replace("[15.625, 8.75, 500.03125]", "31.25") + elsewhere


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "parts"', 'id = "total"', "two [[numbers]] have the id 'total'"),
        ('id = "parts"', 'id = "Parts"', "needs an id of lower-case letters"),
        ('question = "many"', 'question = "mani"', "did you mean 'many'?"),
        ('unit = "kilograms"', 'unit = " "', "lacks words"),
        ('unit = "kilograms"', 'units = "kilograms"', "the key 'units' in entry 1 of [[numbers]] is not known"),
    ],
)
def test_wrong_number_in_spec_is_explained(tmp_path: Path, old: str, new: str, words: str) -> None:
    course = write_course(tmp_path / "course")
    edit(course, "spec/problems/sums/problem.toml", old, new)
    with pytest.raises(SpecError, match=r"spec/problems/sums/problem.toml") as refused:
        load_assignment("tiny", course_in(course))
    assert words in "\n".join(refused.value.sentences)


def test_assignment_chooses_and_orders_questions(tmp_path: Path) -> None:
    course = write_course(tmp_path / "course")
    edit(course, "spec/assignments/tiny.toml", "points = 10\n", 'points = 10\nquestions = ["picture", "order"]\n')
    asked = load_assignment("tiny", course_in(course)).questions
    assert [(one.number, one.question.id) for one in asked] == [(1, "picture"), (2, "order")]
    edit(course, "spec/assignments/tiny.toml", '"picture", "order"', '"pictures"')
    with pytest.raises(SpecError, match="did you mean 'picture'"):
        load_assignment("tiny", course_in(course))


def test_number_of_question_left_out_is_asked(tmp_path: Path) -> None:
    """It belongs to no question then; beside its own it would count as given, and be shown nowhere."""
    course = write_course(tmp_path / "course")
    edit(course, "spec/assignments/tiny.toml", "points = 10\n", 'points = 10\nquestions = ["picture", "order"]\n')
    asked = json.loads(render(load_assignment("tiny", course_in(course)), solved=False)["report/questions.json"])
    assert {number["id"]: number["question"] for number in asked["numbers"]} == {"total": "", "parts": ""}
