"""A grading ends with an outcome for every test, whatever the submission does."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from autograder import submission as intake
from autograder.api import Grader
from autograder.isolation.workspace import RefusedError
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


def grade(tmp_path: Path, source: str, tests: str = TWO_TESTS, **settings: object) -> Grading:
    build = make_build(tmp_path / "build", tests, solution=GOOD, **settings)  # type: ignore[arg-type]
    with Grader(build) as grader:
        return grader.grade(submission(tmp_path / "submission", source))


def reasons(grading: Grading) -> list[str]:
    return [outcome.reason for outcome in grading.outcomes]


def test_a_right_submission_gets_every_point(tmp_path: Path) -> None:
    grading = grade(tmp_path, GOOD)
    assert grading.score == grading.maximum == 2


def test_a_stub_is_said_to_be_unwritten_and_costs_only_its_own_test(tmp_path: Path) -> None:
    grading = grade(tmp_path, GOOD.replace("return 1", "raise NotImplementedError('write it')"))
    assert reasons(grading) == ["passed", "unwritten"]
    assert "`other`" in grading.outcomes[1].message


@pytest.mark.parametrize(
    ("source", "reason", "said"),
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
def test_one_bad_function_costs_one_test_and_is_named(tmp_path: Path, source: str, reason: str, said: str) -> None:
    grading = grade(tmp_path, source)
    assert reasons(grading) == ["passed", reason]
    assert said in grading.outcomes[1].message


def test_an_endless_loop_is_stopped_at_the_tests_own_limit(tmp_path: Path) -> None:
    limits = Limits(cpu_seconds=1, wall_seconds=10)
    grading = grade(tmp_path, GOOD.replace("return 1", "while True: pass"), limits=limits)
    assert reasons(grading) == ["passed", "time"]


def test_waiting_is_stopped_at_the_wall_limit(tmp_path: Path) -> None:
    limits = Limits(cpu_seconds=10, wall_seconds=1)
    grading = grade(tmp_path, GOOD.replace("return 1", "import time; time.sleep(60)"), limits=limits)
    assert reasons(grading) == ["passed", "time"]


def test_a_test_that_never_ends_by_itself_is_the_staffs_affair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugin, "_BACKSTOP_SECONDS", 0.1)
    waits = "\n@number('1')\ndef test_waits(student):\n    import time\n    time.sleep(60)\n"
    grading = grade(tmp_path, GOOD, waits + TWO_TESTS, limits=Limits(cpu_seconds=2, wall_seconds=2))
    assert reasons(grading) == ["unfinished", "passed", "passed"]
    assert "not your fault" in grading.outcomes[0].message and "OverdueError" in grading.outcomes[0].staff


def test_what_the_run_does_not_reach_is_a_zero_with_a_reason(tmp_path: Path) -> None:
    source = GOOD.replace("return 2 * x", "import time; time.sleep(60)")
    grading = grade(tmp_path, source, run_seconds=2.0)
    assert reasons(grading) == ["unreached", "unreached"]
    assert grading.maximum == 2


def test_a_syntax_error_is_shown_with_its_line(tmp_path: Path) -> None:
    grading = grade(tmp_path, "def answer(x):\n    return 2 *\n")
    assert reasons(grading) == ["raised", "raised"]
    assert "src/answer.py line 2" in grading.outcomes[0].message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TWO_TESTS, editable=["src/answer.py", "src/more.py"])
    (tmp_path / "hand-in" / "src").mkdir(parents=True)
    (tmp_path / "hand-in" / "src" / "more.py").write_text("")
    with Grader(build) as grader:
        grading = grader.grade(tmp_path / "hand-in")
    assert reasons(grading) == ["missing", "missing"]
    assert "src/answer.py" in grading.outcomes[0].message


def test_a_suite_that_cannot_be_loaded_is_the_staffs_affair_and_still_in_the_report(tmp_path: Path) -> None:
    grading = grade(tmp_path, GOOD, tests=TWO_TESTS + "\nraise RuntimeError('a slip of staff')\n")
    assert reasons(grading) == ["unfinished", "unfinished"]
    assert "staff" in grading.outcomes[0].message and "a slip" not in grading.outcomes[0].message
    assert "a slip of staff" in grading.outcomes[0].staff


def test_the_students_traceback_has_only_their_own_lines(tmp_path: Path) -> None:
    source = GOOD.replace(
        "return 1", "return deeper()\n\ndef deeper():\n    import torch\n    return torch.ones(2) @ torch.ones(3)"
    )
    outcome = grade(tmp_path, source).outcomes[1]
    assert [line for line in outcome.traceback.splitlines() if not line.startswith(" ")] == [
        "src/answer.py line 5, in other",
        "src/answer.py line 9, in deeper",
    ]


def test_the_same_submission_gets_the_same_inputs_and_seeds_every_time(tmp_path: Path) -> None:
    source = "import random, torch\ndef answer(x):\n    print(x.tolist(), random.random(), torch.rand(1))\ndef other(): return 1\n"
    build = make_build(tmp_path / "build", TWO_TESTS)
    with Grader(build) as grader:
        first, second = (grader.grade(submission(tmp_path / name, source)).outcomes[0].staff for name in "ab")
    assert "printed" in first and first == second


def test_partial_credit_and_the_leaderboard_are_reported(tmp_path: Path) -> None:
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
    grading = grade(tmp_path, GOOD, tests=tests)
    assert [outcome.score for outcome in grading.outcomes] == [0.5, 1.0]
    assert [(entry.name, entry.value) for entry in grading.leaderboard] == [("speed", 42)]


def test_a_function_of_the_test_is_called_back(tmp_path: Path) -> None:
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
    grading = grade(
        tmp_path, "def answer(f):\n    return f(4) + (f(2) - 2) if False else (f(2), f(4))[1] + 1\n", tests=tests
    )
    assert reasons(grading) == ["passed"]


def test_hidden_values_stay_out_of_a_failure(tmp_path: Path) -> None:
    outcome = grade(tmp_path, GOOD.replace("2 * x", "3 * x")).outcomes[0]
    assert outcome.reason == "wrong" and "Expected" not in outcome.message and "Expected" in outcome.staff


def test_a_sandbox_below_the_minimum_is_refused_in_one_sentence(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TWO_TESTS, minimum=["a moat"])
    with pytest.raises(RefusedError, match="a moat"):
        Grader(build)


def test_a_submission_with_nothing_to_grade_is_refused(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TWO_TESTS)
    (tmp_path / "empty").mkdir()
    with Grader(build) as grader, pytest.raises(intake.SubmissionError, match=r"src/answer\.py"):
        grader.grade(tmp_path / "empty")


def test_suites_of_another_device_wait_and_count_for_nothing(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TWO_TESTS, solution=GOOD)
    path = build / "manifest.json"
    given = msgspec.json.decode(path.read_bytes())
    given["tests"][1]["device"] = "cuda"
    path.write_bytes(msgspec.json.encode(given))
    with Grader(build) as grader:
        grading = grader.grade(submission(tmp_path / "submission", GOOD))
    assert reasons(grading) == ["passed", "waiting"]
    assert grading.maximum == 1


def test_only_some_tests_can_be_asked_for(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TWO_TESTS, solution=GOOD)
    with Grader(build) as grader:
        wanted: list[Test] = grader.manifest.tests[1:]
        grading = grader.grade(submission(tmp_path / "submission", GOOD), only=[test.id for test in wanted])
    assert reasons(grading) == ["unreached", "passed"]


def test_a_run_that_never_began_is_the_staffs_affair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pytest can refuse to start; the tests are then not the student's to lose in silence."""
    build = make_build(tmp_path / "build", "def test_one(student):\n    pass\n")
    run = pytest.main
    monkeypatch.setattr(pytest, "main", lambda options, plugins: run([*options, "--no-such-option"], plugins=plugins))
    with Grader(build) as grader:
        (outcome,) = grader.grade(submission(tmp_path / "in", "x = 1\n")).outcomes
    assert (outcome.status, outcome.reason) == ("failed", "unfinished") and "USAGE" in outcome.staff


def test_what_one_submission_replaces_is_pristine_for_the_next(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TWO_TESTS, solution=GOOD, editable=["src/__init__.py", "src/answer.py"])
    breaking, plain = submission(tmp_path / "breaking", GOOD), submission(tmp_path / "plain", GOOD)
    (breaking / "src" / "__init__.py").write_text("raise ImportError('mine')\n")
    with Grader(build) as grader:
        assert [grader.grade(folder).score for folder in (plain, breaking, plain)] == [2, 0, 2]
