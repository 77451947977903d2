"""A module whose import never ends costs its tests, once the time of one of them, and nothing else."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from autograder.api import Grader
from autograder.model import manifest
from autograder.model.manifest import Limits
from autograder.suite.errors import WorkerEnded
from autograder.suite.session import Clock, Session
from autograder.suite.slow_imports import SlowImports
from tests.small_builds import make_build, submission
from tests.suite.test_session import PATIENCE, LyingServer

TESTS = """
@number("1")
def test_first(student):
    \"\"\"answer gives one.\"\"\"
    check.equal(student.module("src.answer").answer(1), 1)

@number("2")
def test_second(student):
    \"\"\"answer gives two.\"\"\"
    check.equal(student.module("src.answer").answer(2), 2)

@number("3")
def test_late(student):
    \"\"\"answer gives three, after other gave it.\"\"\"
    check.equal(student.module("src.other").other(), 3)
    check.equal(student.module("src.answer").answer(3), 3)

@number("4")
def test_other(student):
    \"\"\"other gives three.\"\"\"
    check.equal(student.module("src.other").other(), 3)
"""


@pytest.mark.parametrize("body", ["while True: pass", "import time; time.sleep(3600)"])
def test_slow_import_costs_only_its_tests(tmp_path: Path, body: str) -> None:
    limits = dict.fromkeys(["test_first", "test_second", "test_late"], Limits(cpu_seconds=2, wall_seconds=8))
    build = make_build(tmp_path / "build", TESTS, limits_of=limits, editable=["src/answer.py", "src/other.py"])
    given = manifest.read(build)
    modules = ["src.answer", "src.answer", "src.other", "src.other"]  # what each test asks for first
    tests = [msgspec.structs.replace(test, module=name) for test, name in zip(given.tests, modules, strict=True)]
    (build / manifest.MANIFEST_NAME).write_bytes(msgspec.json.encode(msgspec.structs.replace(given, tests=tests)))
    path = submission(tmp_path / "submission", f"{body}\ndef answer(x):\n    return x\n")
    (path / "src" / "other.py").write_text("def other():\n    return 3\n")
    with Grader(build) as grader:
        grading = grader.grade(path)
    assert [outcome.reason for outcome in grading.outcomes] == ["time", "time", "time", "passed"]
    for outcome in grading.outcomes[:3]:
        assert "importing src/answer.py takes longer than" in outcome.message


class CountingServer(LyingServer):
    """Counts the workers."""

    spawned = cancelled = 0

    def spawn(self, *arguments: Any) -> Any:
        self.spawned += 1
        return super().spawn(*arguments)

    def cancel_ahead(self, *_: object) -> None:
        self.cancelled += 1


def import_fails(server: Any, folder: Path, slow: SlowImports, wall: float, module: str = "src.x") -> str:
    """Import a module in a session of its own, and return what it says of the import."""
    session = Session(
        server, folder, Limits(wall_seconds=wall), 0, Clock(time.monotonic() + PATIENCE), slow_imports=slow
    )
    with pytest.raises(WorkerEnded) as caught:
        session.module(module)
    assert caught.value.ending == "time"
    return caught.value.importing


def test_second_import_fails_at_once(tmp_path: Path) -> None:
    """No worker waits for the module again, unless the test allows more time."""
    server, slow = CountingServer(lambda link, request: None, tmp_path), SlowImports()
    assert import_fails(server, tmp_path, slow, 0.3) == "src.x"
    assert import_fails(server, tmp_path, slow, 0.3) == "src.x"
    assert (server.spawned, server.cancelled) == (1, 1)
    assert import_fails(server, tmp_path, slow, 0.4) == "src.x"
    assert import_fails(server, tmp_path, slow, 0.3, "src.y") == "src.y"
    assert server.spawned == 3


def test_probes_are_never_slow(tmp_path: Path) -> None:
    server, slow = CountingServer(lambda link, request: None, tmp_path), SlowImports()
    for _ in range(2):
        assert import_fails(server, tmp_path, slow, 0.3, "testkit.probes") == ""
    assert server.spawned == 2


def make_tests(count: int, module: str) -> list[manifest.Test]:
    return [manifest.Test(f"demo/{n}", "demo", "t", str(n), 1.0, module=module) for n in range(count)]


def test_estimates_what_imports_cost() -> None:
    tests = [*make_tests(83, "src.x"), *make_tests(5, "src.y")]
    slow = SlowImports()
    for module, seconds in (("src.x", 4.1), ("src.x", 0.2), ("src.y", 4.1), ("src.z", 90.0)):
        slow.note_wait(module, seconds)
    assert slow.estimate(tests) == {
        "src/x.py": "Importing src/x.py takes 4.1 s and is done in each of 83 tests: about 340 s for this submission."
    }
    fast = SlowImports()
    fast.note_wait("src.x", 0.9)  # 75 s in all, but of many tests
    assert fast.estimate(tests) == {}


def test_long_import_is_told_while_grading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Staff read the estimate before the second test; students read what to do, and no number that their code could choose."""
    note_wait = SlowImports.note_wait
    monkeypatch.setattr(SlowImports, "note_wait", lambda self, module, seconds: note_wait(self, module, 50.0))
    build = make_build(tmp_path / "build", TESTS.partition('@number("3")')[0])
    said: list[str] = []
    path = submission(tmp_path / "submission", "def answer(x):\n    return x\n")
    with Grader(build) as grader:
        grading = grader.grade(path, on_notice=said.append, on_result=lambda outcome: said.append(outcome.status))
    sentence = "Importing src/answer.py takes 50.0 s and is done in each of 2 tests: about 100 s for this submission."
    assert said == ["passed", sentence, "passed"]
    assert grading.staff_notices == [sentence] and grading.score == 2
    (notice,) = [notice for notice in grading.notices if "src/answer.py" in notice]
    assert notice.startswith("src/answer.py takes long to import") and "50" not in notice
