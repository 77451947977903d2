"""A class is graded submission by submission, with the tests collected once, and each as it would be by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from autograder.api import Grader, SubmissionError
from autograder.model.grading import Grading
from tests.small_builds import make_build, submission

TESTS = """
@pytest.fixture(scope="module")
def table():
    return {}

@number("1")
def test_doubles(student, rng, table):
    \"\"\"answer doubles.\"\"\"
    x = torch.rand(4, generator=rng)
    check.close(student.module("src.answer").answer(x), 2 * x)
    table["runs"] = table.get("runs", 0) + 1

@number("2")
@partial_credit(1.0)
def test_parts(student, set_score, table):
    \"\"\"other gives one.\"\"\"
    set_score(0.5 if student.module("src.answer").other() == 1 else 0.0)
    assert table == {"runs": 1}  # a fixture of the whole file is a submission's own

@number("3")
@leaderboard("speed")
def test_rank(student, set_leaderboard_value):
    \"\"\"rank is a number.\"\"\"
    set_leaderboard_value(student.module("src.answer").rank())
"""
GOOD = "def answer(x):\n    return 2 * x\n\ndef other():\n    return 1\n\ndef rank():\n    return 7\n"
CLASS = [
    GOOD,
    GOOD.replace("2 * x", "x + x"),
    GOOD.replace("return 1", "import os; os._exit(0)"),
    GOOD.replace("return 7", "return 3"),
    "def answer(x):\n    return x\n",
    GOOD,
]


@pytest.fixture
def grader(tmp_path: Path, grader_of: Callable[[Path], Grader]) -> Grader:
    return grader_of(make_build(tmp_path / "build", "import pytest\n" + TESTS, solution=GOOD))


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    return [submission(tmp_path / f"student-{index}", source) for index, source in enumerate(CLASS)]


def comparable(grading: Grading) -> Grading:
    outcomes = [msgspec.structs.replace(outcome, seconds=0.0) for outcome in grading.outcomes]
    return msgspec.structs.replace(grading, outcomes=outcomes, seconds=0.0)


def test_class_grades_equal_single_grades(grader: Grader, folders: list[Path]) -> None:
    """Graded in a class, each submission gets what it would get alone."""
    together: list[Grading] = []
    grader.grade_each(map(grader.take, folders), together.append)
    alone = [grader.grade(folder) for folder in folders]
    assert [comparable(grading) for grading in together] == [comparable(grading) for grading in alone]
    assert [grading.score for grading in together] == [2.5, 2.5, 2.0, 2.5, 0.0, 2.5]
    assert [entry.value for grading in together for entry in grading.leaderboard] == [7, 7, 7, 3, 7]


def test_takes_one_submission_ahead(grader: Grader, folders: list[Path]) -> None:
    """A grading is handed on while the next submission prepares, and no other."""
    order: list[str] = []

    def taken(folder: Path):
        order.append(f"take {folder.name}")
        return grader.take(folder)

    grader.grade_each(map(taken, folders[:3]), lambda grading: order.append(f"done {grading.submission}"))
    assert len(list(grader.workspace.work.iterdir())) == 1  # only the pristine tree is left
    expected = [
        "take student-0",
        "take student-1",
        "done student-0",
        "take student-2",
        "done student-1",
        "done student-2",
    ]
    assert order == expected


def test_caller_gets_errors_outside_tests(grader: Grader, folders: list[Path]) -> None:
    """What goes wrong outside the tests reaches the caller as it is."""
    graded: list[str] = []

    def full(grading: Grading) -> None:
        graded.append(grading.submission)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        grader.grade_each(map(grader.take, folders), full)
    with pytest.raises(SubmissionError):
        grader.grade_each(
            map(grader.take, [folders[0], folders[0] / "nothing"]), lambda one: graded.append(one.submission)
        )
    assert len(list(grader.workspace.work.iterdir())) == 1
    assert grader.grade(folders[0]).score == 2.5
    assert graded == ["student-0", "student-0"]  # what was found in the one before is not lost


def test_broken_pytest_costs_one_submission(tmp_path: Path, folders: list[Path]) -> None:
    """Where pytest breaks, one submission loses its points and staff read why."""
    tests = """
    class Breaks:
        def pytest_runtest_logfinish(self):
            raise SystemError("pytest is broken")

    @number("1")
    def test_answer(student, request):
        \"\"\"answer is there.\"\"\"
        student.module("src.answer").answer
        if not hasattr(student.module("src.answer"), "rank"):
            request.config.pluginmanager.register(Breaks())

    @number("2")
    def test_other(student):
        \"\"\"other gives one.\"\"\"
        check.equal(student.module("src.answer").other(), 1)
    """
    build = make_build(tmp_path / "breaking", tests, solution=GOOD)
    breaking = submission(tmp_path / "breaking-it", GOOD.partition("def rank")[0])
    gradings: list[Grading] = []
    with Grader(build) as grader:
        grader.grade_each(map(grader.take, [folders[0], breaking, folders[3]]), gradings.append)
    assert [grading.score for grading in gradings] == [2.0, 0.0, 2.0]
    for lost in gradings[1].outcomes:
        assert lost.reason == "grader_error" and "pytest is broken" in lost.staff and "broken" not in lost.message


def test_pytest_exit_ends_one_submission(tmp_path: Path, folders: list[Path]) -> None:
    tests = """
    import pytest

    @number("1")
    def test_answer(student):
        \"\"\"answer is there.\"\"\"
        if student.module("src.answer").rank() == 3:
            pytest.exit("enough of this")

    @number("2")
    def test_other(student):
        \"\"\"other gives one.\"\"\"
        check.equal(student.module("src.answer").other(), 1)
    """
    build = make_build(tmp_path / "ending", tests, solution=GOOD)
    gradings: list[Grading] = []
    with Grader(build) as grader:
        grader.grade_each(map(grader.take, [folders[3], folders[0], folders[3], folders[1]]), gradings.append)
    assert [grading.score for grading in gradings] == [0.0, 2.0, 0.0, 2.0]
    assert "INTERRUPTED" in gradings[0].outcomes[1].staff
