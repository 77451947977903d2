"""A grading ends with an outcome for every test, whatever the submission does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from autograder.api import Grader, SubmissionError
from autograder.isolation.workspace import RefusedError
from autograder.model import manifest
from autograder.model.grading import Grading
from autograder.model.manifest import Limits, Test
from autograder.suite import plugin
from tests.small_builds import make_build, submission

TWO_TESTS = """
@number("1")
def test_doubles(student, rng):
    \"\"\"answer doubles.\"\"\"
    x = torch.rand(4, generator=rng)
    check.close(student.module("src.answer").answer(x), 2 * x)

@number("2")
def test_other(student):
    \"\"\"other gives one.\"\"\"
    check.equal(student.module("src.answer").other(), 1)
"""
GOOD = "def answer(x):\n    return 2 * x\n\ndef other():\n    return 1\n"


Grade = Callable[..., Grading]


@pytest.fixture
def grade(tmp_path: Path, grader_of: Callable[[Path], Grader]) -> Grade:
    def graded(source: str, tests: str = TWO_TESTS, **settings: object) -> Grading:
        build = make_build(tmp_path / "build", tests, solution=GOOD, **settings)  # type: ignore[arg-type]
        return grader_of(build).grade(submission(tmp_path / "submission", source))

    return graded


@pytest.fixture
def grader(tmp_path: Path, grader_of: Callable[[Path], Grader]) -> Grader:
    return grader_of(make_build(tmp_path / "build", TWO_TESTS, solution=GOOD))


def reasons(grading: Grading) -> list[str]:
    return [outcome.reason for outcome in grading.outcomes]


def test_correct_submission_gets_full_marks(grade: Grade) -> None:
    grading = grade(GOOD)
    assert grading.score == grading.maximum == 2


def test_stub_costs_only_its_test(grade: Grade) -> None:
    """A stub is reported as unwritten and costs only the test that needs it."""
    grading = grade(GOOD.replace("return 1", "raise NotImplementedError('write it')"))
    assert reasons(grading) == ["passed", "unwritten"]
    assert "`other`" in grading.outcomes[1].message


@pytest.mark.parametrize(
    ("source", "reason", "expected"),
    [
        ("def answer(x):\n    return 2 * x\n", "missing", "`other`"),
        (GOOD.replace("return 1", "import os; os._exit(0)"), "stopped", "ended before"),
        (GOOD.replace("return 1", "raise SystemExit(0)"), "stopped", "exit()"),
        (GOOD.replace("return 1", "return {}[1]"), "raised", "KeyError"),
        (GOOD.replace("return 1", "import pandas_of_mine"), "package", "pandas_of_mine"),
        (GOOD.replace("return 1", "return bytearray(3 * 2**30)"), "memory", "more memory"),
        (GOOD.replace("return 1", "return True"), "wrong", "a bool"),
    ],
)
def test_bad_function_costs_one_test(grade: Grade, source: str, reason: str, expected: str) -> None:
    """A function that fails costs one test, whose message says how it failed."""
    grading = grade(source)
    assert reasons(grading) == ["passed", reason]
    assert expected in grading.outcomes[1].message


def test_stops_endless_loop(grade: Grade) -> None:
    limits = {"test_other": Limits(cpu_seconds=1, wall_seconds=120)}
    grading = grade(GOOD.replace("return 1", "while True: pass"), limits_of=limits)
    assert reasons(grading) == ["passed", "time"]


def test_stops_at_wall_limit(grade: Grade) -> None:
    limits = {"test_other": Limits(cpu_seconds=10, wall_seconds=1)}
    grading = grade(GOOD.replace("return 1", "import time; time.sleep(600)"), limits_of=limits)
    assert reasons(grading) == ["passed", "time"]


def test_hanging_test_is_grader_error(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test whose own code hangs is an error of the grader, not of the student."""
    monkeypatch.setattr(plugin, "BACKSTOP_SECONDS", 0.1)
    waits = "\n@number('1')\ndef test_waits(student):\n    import time\n    time.sleep(600)\n"
    grading = grade(GOOD, waits + TWO_TESTS, limits_of={"test_waits": Limits(wall_seconds=1)})
    assert reasons(grading) == ["grader_error", "passed", "passed"]
    assert "not your fault" in grading.outcomes[0].message and "OverdueError" in grading.outcomes[0].staff


def test_unreached_tests_score_zero(grade: Grade) -> None:
    """What the run does not reach is a zero with a reason."""
    source = GOOD.replace("return 2 * x", "import time; time.sleep(600)")
    grading = grade(source, run_seconds=2.0)
    assert reasons(grading) == ["unreached", "unreached"]
    assert grading.maximum == 2


def test_syntax_error_shows_its_line(grade: Grade) -> None:
    grading = grade("def answer(x):\n    return 2 *\n")
    assert reasons(grading) == ["raised", "raised"]
    assert "src/answer.py line 2" in grading.outcomes[0].message


def test_names_missing_file(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TWO_TESTS, editable=["src/answer.py", "src/more.py"])
    (tmp_path / "hand-in" / "src").mkdir(parents=True)
    (tmp_path / "hand-in" / "src" / "more.py").write_text("")
    with Grader(build) as grader:
        grading = grader.grade(tmp_path / "hand-in")
    assert reasons(grading) == ["missing", "missing"]
    assert "src/answer.py" in grading.outcomes[0].message


def test_broken_suite_is_grader_error(tmp_path: Path) -> None:
    """The tests of a suite that cannot be loaded are in the report, as errors of the grader, beside those that ran."""
    build = make_build(tmp_path / "build", TWO_TESTS)
    given = manifest.read(build)
    broken = msgspec.structs.replace(given.tests[0], id="demo/hidden/test_broken.py::test_one")
    (build / "tests" / "demo" / "hidden" / "test_broken.py").write_text("raise RuntimeError('a slip of staff')\n")
    (build / "manifest.json").write_bytes(
        msgspec.json.encode(msgspec.structs.replace(given, tests=[broken, given.tests[1]]))
    )
    with Grader(build) as grader:
        grading = grader.grade(submission(tmp_path / "hand-in", GOOD))
    assert reasons(grading) == ["grader_error", "passed"]
    assert "staff" in grading.outcomes[0].message and "a slip" not in grading.outcomes[0].message
    assert "a slip of staff" in grading.outcomes[0].staff


def test_no_grade_where_nothing_ran(grade: Grade) -> None:
    """Where no test could be loaded there is no grade, and what is wrong is said."""
    with pytest.raises(RefusedError, match=r"None of the 2 tests could be run.*a slip of staff"):
        grade(GOOD, tests=TWO_TESTS + "\nraise RuntimeError('a slip of staff')\n")


def test_traceback_has_only_student_lines(grade: Grade) -> None:
    source = GOOD.replace(
        "return 1", "return deeper()\n\ndef deeper():\n    import torch\n    return torch.ones(2) @ torch.ones(3)"
    )
    outcome = grade(source).outcomes[1]
    assert [line for line in outcome.traceback.splitlines() if not line.startswith(" ")] == [
        "src/answer.py line 5, in other",
        "src/answer.py line 9, in deeper",
    ]


def test_staff_traceback_begins_in_test(grade: Grade) -> None:
    """The traceback for staff begins at the test's own frame, and marks the lines of an exception's message."""
    source = GOOD.replace("return 1", "raise ValueError('no\\n== 1.1 forged')").replace("return 2 * x", "return x")
    for outcome in grade(source).outcomes:
        frames = [line for line in outcome.staff.splitlines() if line.startswith("  File")]
        assert frames[0].split(", line")[0].endswith('tests/demo/hidden/test_demo.py"')
        assert "\n== 1.1" not in outcome.staff
    assert "ValueError: no\n| == 1.1 forged" in outcome.staff


def test_intake_is_part_of_run(tmp_path: Path, grader: Grader) -> None:
    """What it took to read a submission is taken off the run's time."""
    taken = grader.take(submission(tmp_path / "submission", GOOD))
    slow = msgspec.structs.replace(taken, seconds=grader.manifest.run_seconds)
    assert reasons(grader.grade(slow)) == ["unreached", "unreached"]


def test_inputs_and_seeds_repeat(tmp_path: Path, grader: Grader) -> None:
    """The same submission gets the same inputs and seeds every time."""
    source = "import random, torch\ndef answer(x):\n    print(x.tolist(), random.random(), torch.rand(1))\ndef other(): return 1\n"
    first, second = (grader.grade(submission(tmp_path / name, source)).outcomes[0].printed for name in "ab")
    assert first and first == second


def test_reports_partial_credit_and_leaderboard(grade: Grade) -> None:
    tests = """
    @number("1")
    @partial_credit(4)
    def test_part(student, set_score):
        \"\"\"part.\"\"\"
        set_score(student.module("src.answer").answer(1))

    @number("2")
    @leaderboard("speed")
    def test_board(student, set_leaderboard_value):
        \"\"\"board.\"\"\"
        set_leaderboard_value(student.module("src.answer").answer(21))
    """
    grading = grade(GOOD, tests=tests)
    assert [outcome.score for outcome in grading.outcomes] == [0.5, 1.0]
    assert [(entry.name, entry.value) for entry in grading.leaderboard] == [("speed", 42)]


def test_score_stands_when_check_fails(grade: Grade) -> None:
    """What a test set before it failed is what it gives, as with gradescope-utils."""
    tests = """
    @number("1")
    @partial_credit(4)
    def test_steps(student, set_score):
        \"\"\"steps.\"\"\"
        check.equal(student.module("src.answer").answer(1), 2)
        set_score(3)
        check.equal(student.module("src.answer").answer(2), 5)
    """
    (outcome,) = grade(GOOD, tests=tests).outcomes
    assert (outcome.status, outcome.reason, outcome.score) == ("failed", "wrong", 0.75)


def test_impossible_score_is_grader_error(grade: Grade) -> None:
    tests = "".join(
        f"""
    @number("{index}")
    @partial_credit(4)
    def test_part_{index}(student, set_score):
        student.module("src.answer").answer(1)
        set_score({score})
    """
        for index, score in enumerate(["-1", "4.5", "float('nan')", "'4'", "True", "None or [4]"], start=1)
    )
    outcomes = grade(GOOD, tests=tests).outcomes
    assert len(outcomes) == 6
    for outcome in outcomes:
        assert (outcome.status, outcome.reason, outcome.score) == ("failed", "grader_error", 0.0)
        assert "from 0 to 4" in outcome.staff and "staff" in outcome.message


def test_says_whether_answer_or_call_was_unusable(grade: Grade) -> None:
    """A test that cannot go on says which of the two it could not use: what the code returned, or what it passed on."""
    tests = """
    @number("1")
    def test_uses_answer(student):
        student.module("src.answer").call(lambda rows: [1.0]).mean()
    @number("2")
    def test_gives_function(student):
        student.module("src.answer").call(lambda rows: [rows[1]])
    """
    answered, called = grade("def call(function):\n    return function([2.0])\n", tests=tests).outcomes
    assert (answered.reason, called.reason) == ("grader_error", "grader_error")
    assert "What your code returned" in answered.message and "called a model or a function" in called.message


def test_student_code_calls_test_function(grade: Grade) -> None:
    tests = """
    @number("1")
    def test_back(student):
        \"\"\"back.\"\"\"
        seen = []
        def keep(value):
            seen.append(value)
            return value + 1
        check.equal(student.module("src.answer").answer(keep), 6)
        check.equal(seen, [2, 4])
    """
    grading = grade("def answer(f):\n    return f(4) + (f(2) - 2) if False else (f(2), f(4))[1] + 1\n", tests=tests)
    assert reasons(grading) == ["passed"]


def test_failure_hides_hidden_values(grade: Grade) -> None:
    outcome = grade(GOOD.replace("2 * x", "3 * x")).outcomes[0]
    assert outcome.reason == "wrong" and "Expected" not in outcome.message and "Expected" in outcome.staff


def test_refuses_sandbox_below_minimum(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TWO_TESTS, minimum=["a moat"])
    with pytest.raises(RefusedError, match="a moat"):
        Grader(build)


def test_refuses_submission_without_files(tmp_path: Path, grader: Grader) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SubmissionError, match=r"src/answer\.py"):
        grader.grade(tmp_path / "empty")


def test_suites_of_another_device_wait(tmp_path: Path) -> None:
    """Suites of another device wait, and their points are not in the maximum."""
    build = make_build(tmp_path / "build", TWO_TESTS, solution=GOOD)
    path = build / "manifest.json"
    given = msgspec.json.decode(path.read_bytes())
    given["tests"][1]["device"] = "cuda"
    path.write_bytes(msgspec.json.encode(given))
    with Grader(build) as grader:
        grading = grader.grade(submission(tmp_path / "submission", GOOD))
    assert reasons(grading) == ["passed", "waiting"]
    assert grading.maximum == 1


def test_runs_only_named_tests(tmp_path: Path, grader: Grader) -> None:
    wanted: list[Test] = grader.manifest.tests[1:]
    grading = grader.grade(submission(tmp_path / "submission", GOOD), only=[test.id for test in wanted])
    assert reasons(grading) == ["unreached", "passed"]


def test_pytest_failure_gives_no_grade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pytest can refuse to start; that is not the student's to lose points by."""
    build = make_build(tmp_path / "build", "def test_one(student):\n    pass\n")
    run = pytest.main
    monkeypatch.setattr(pytest, "main", lambda options, plugins: run([*options, "--no-such-option"], plugins=plugins))
    with Grader(build) as grader, pytest.raises(RefusedError, match="USAGE"):
        grader.grade(submission(tmp_path / "in", "x = 1\n"))


@pytest.mark.parametrize("name", ["PYTEST_PLUGINS", "PYTEST_ADDOPTS"])
def test_environment_changes_no_grade(grade: Grade, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What pytest reads from the environment of whoever grades has no effect."""
    monkeypatch.setenv(name, "-p nothere" if name == "PYTEST_ADDOPTS" else "nothere")
    assert grade(GOOD, tests=TWO_TESTS).score == 2


def test_tree_is_pristine_for_each_submission(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TWO_TESTS, solution=GOOD, editable=["src/__init__.py", "src/answer.py"])
    breaking, plain = submission(tmp_path / "breaking", GOOD), submission(tmp_path / "plain", GOOD)
    (breaking / "src" / "__init__.py").write_text("raise ImportError('mine')\n")
    with Grader(build) as grader:
        assert [grader.grade(folder).score for folder in (plain, breaking, plain)] == [2, 0, 2]
