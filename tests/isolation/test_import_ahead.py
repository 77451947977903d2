"""A worker imports the module that its test asks for first while it waits, and nobody can tell but by the clock."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.api import Grader
from autograder.model.grading import Grading
from scripts.coursespec.testcases import read_tests
from tests.small_builds import make_build, submission

TESTS = """
@number("1")
def test_two(student):
    \"\"\"two gives two.\"\"\"
    for _ in range(2):
        check.equal(student.module("src.answer").two(), 2)

@number("2")
def test_nothing_of_the_students(student):
    \"\"\"The tools are there.\"\"\"
    student.tools
"""
TWO = "def two():\n    return 2\n"


def grade(tmp_path: Path, source: str) -> Grading:
    with Grader(make_build(tmp_path / "build", TESTS)) as grader:
        return grader.grade(submission(tmp_path / "submission", source))


def test_a_module_is_executed_once(tmp_path: Path) -> None:
    outcomes = grade(tmp_path, "print('imported')\n" + TWO).outcomes
    assert [outcome.reason for outcome in outcomes] == ["passed", "passed"]
    assert outcomes[0].staff.count("imported") == 1


@pytest.mark.parametrize(
    ("line", "reason", "said"),
    [
        ("{}[1]", "raised", "KeyError"),
        ("import nowhere_to_be_found", "package", "nowhere_to_be_found"),
        ("raise SystemExit(0)", "stopped", "exit()"),
        ("import os; os._exit(0)", "stopped", "ended before"),
        ("def x(:", "raised", "a syntax error"),
    ],
)
def test_what_goes_wrong_is_told_once_and_to_whoever_asks(tmp_path: Path, line: str, reason: str, said: str) -> None:
    outcome = grade(tmp_path, f"print('imported')\n{line}\n{TWO}").outcomes[0]
    assert outcome.reason == reason
    assert said in outcome.message + outcome.traceback
    assert outcome.staff.count("imported") <= 1


@pytest.mark.parametrize(
    ("body", "module"),
    [
        ('student.module("src.models").Net()', "src.models"),
        ('tools(student)\n    student.module("data.my_dataset")\n    student.module("src.models")', "data.my_dataset"),
        ("made(student)", "src.made"),
        ("ready = 1", ""),
        ("around(student)", ""),
    ],
)
def test_the_module_is_found_in_the_tests_text(body: str, module: str) -> None:
    text = f'''
def tools(student):
    return student.module("testkit.probes.dogset")

def made(student):
    return student.module("src.made").make()

def around(student):
    return around(student)

@number("1")
def test_it(student):
    """It works."""
    {body}
'''
    tests, complaints = read_tests(text, "hidden/test_it.py", "hidden/test_it.py")
    assert not complaints
    assert [test.module for test in tests] == [module]
