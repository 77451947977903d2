"""A test learns nothing of the tests before it by the ways that can be closed, and public tests come before hidden ones."""

from __future__ import annotations

from pathlib import Path

import msgspec

from autograder.api import Grader
from autograder.model import manifest
from autograder.model.grading import Outcome
from tests.isolation.child_process import linux
from tests.small_builds import make_build, submission

TESTS = """
def test_first(student):
    check.equal(student.module("src.answer").answer("first"), "first")

def test_second(student):
    check.equal(student.module("src.answer").answer("second"), "second")

def test_third(student):
    check.equal(student.module("src.answer").answer("third"), "third")
"""


def test_public_tests_run_first(tmp_path: Path) -> None:
    """Wherever the assignment lists them; the report keeps the assignment's order."""
    build = make_build(tmp_path / "build", TESTS)
    given = manifest.read(build)
    tests = [msgspec.structs.replace(test, public=test.name == "test third") for test in given.tests]
    (build / manifest.MANIFEST_NAME).write_bytes(msgspec.json.encode(msgspec.structs.replace(given, tests=tests)))
    ran: list[str] = []

    def note(outcome: Outcome, _: int = 0) -> None:
        ran.append(outcome.test.name)

    with Grader(build) as grader:
        grading = grader.grade(submission(tmp_path / "s", "def answer(x):\n    return x\n"), on_result=note)
    assert ran == ["test third", "test first", "test second"]
    assert [outcome.test.name for outcome in grading.outcomes] == ["test first", "test second", "test third"]


@linux
def test_reading_leaves_no_trace(tmp_path: Path) -> None:
    """When a file or a folder of the submission was read last stays what it was, so no worker can leave it to the next."""
    source = """
    import os, time
    from pathlib import Path

    FILES = [Path(__file__), Path(__file__).parent, *Path(__file__).parent.glob("*.py")]

    def answer(name):
        before = [path.stat().st_atime_ns for path in FILES]
        time.sleep(0.05)
        for path in FILES:
            path.read_bytes() if path.is_file() else os.listdir(path)
        return name if before == [path.stat().st_atime_ns for path in FILES] else "left a trace"
    """
    build = make_build(tmp_path / "build", TESTS)
    with Grader(build) as grader:
        grading = grader.grade(submission(tmp_path / "s", source))
    assert [outcome.status for outcome in grading.outcomes] == ["passed"] * 3
