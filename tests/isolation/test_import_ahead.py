"""A waiting worker imports the module that its test needs first, and no result depends on that."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from autograder.api import Grader
from autograder.model.grading import Grading
from autograder.model.manifest import Limits
from scripts.coursespec.testcases import read_tests
from tests.small_builds import make_build, submission

PATIENT = Limits(cpu_seconds=100, wall_seconds=250)  # a busy machine changes no verdict
TESTS = """
@number("1")
def test_two(student):
    \"\"\"two gives two.\"\"\"
    for _ in range(2):
        check.equal(student.module("src.answer").two(), 2)

@number("2")
def test_only_tools(student):
    \"\"\"The tools are there.\"\"\"
    student.tools
"""
TWO = "def two():\n    return 2\n"


@pytest.fixture
def grade(tmp_path: Path, grader_of: Callable[[Path], Grader]) -> Callable[[str], Grading]:
    grader = grader_of(make_build(tmp_path / "build", TESTS, limits=PATIENT))
    return lambda source: grader.grade(submission(tmp_path / "submission", source))


def test_module_is_executed_once(grade: Callable[[str], Grading]) -> None:
    outcomes = grade("print('imported')\n" + TWO).outcomes
    assert [outcome.reason for outcome in outcomes] == ["passed", "passed"]
    assert outcomes[0].printed.count("imported") == 1


@pytest.mark.parametrize(
    ("line", "reason", "words"),
    [
        ("{}[1]", "raised", "KeyError"),
        ("import nowhere_to_be_found", "package", "nowhere_to_be_found"),
        ("raise SystemExit(0)", "stopped", "exit()"),
        ("import os; os._exit(0)", "stopped", "ended before"),
        ("def x(:", "raised", "invalid syntax"),
    ],
)
def test_import_error_reaches_its_test(grade: Callable[[str], Grading], line: str, reason: str, words: str) -> None:
    outcome = grade(f"print('imported')\n{line}\n{TWO}").outcomes[0]
    assert outcome.reason == reason
    assert words in outcome.message + outcome.traceback
    assert outcome.printed.count("imported") <= 1


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
def test_module_is_found_in_source(body: str, module: str) -> None:
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
