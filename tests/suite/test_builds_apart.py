"""Graders of different builds in one process do not meet, and ``testkit`` is one package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from autograder.api import Grader
from scripts.build.autograder_zip import EXECUTABLE, build_tree
from scripts.coursespec.files import write_tree
from scripts.coursespec.one_problem import load_alone
from tests.small_builds import make_build, submission

ROOT = Path(__file__).resolve().parents[2]
TESTS = """
    from testkit.probes import demo

    @number("1")
    def test_trusted(student):
        \"\"\"the test's own copy of the probe is this build's.\"\"\"
        check.equal(demo.value(), {value})

    @number("2")
    def test_worker(student):
        \"\"\"the copy beside the student's code is this build's.\"\"\"
        check.equal(student.module("testkit.probes.demo").value(), {value})

    @number("3")
    def test_answer(student):
        \"\"\"the answer is what this build expects.\"\"\"
        check.equal(student.module("src.answer").answer(), {value})
"""
PROBES = "def value():\n    return {value}\n"


def make_valued(folder: Path, value: int) -> Path:
    """A build whose tests and probes agree on ``value``."""
    return make_build(folder, TESTS.format(value=value), probes=PROBES.format(value=value))


def test_graders_of_two_builds_are_independent(tmp_path: Path) -> None:
    """Files of the same names and different content give each build its own results, in turn and again."""
    one, two = make_valued(tmp_path / "one", 1), make_valued(tmp_path / "two", 2)
    mine = submission(tmp_path / "mine", "def answer():\n    return 1\n")
    with Grader(one) as first, Grader(two) as second:
        results = [[outcome.status for outcome in grader.grade(mine).outcomes] for grader in (first, second) * 2]
    for_one, for_two = ["passed"] * 3, ["passed", "passed", "failed"]
    assert results == [for_one, for_two, for_one, for_two]
    assert not [name for name in sys.modules if name.endswith("test_demo") or name == "testkit.probes.demo"]


def test_files_above_build_are_not_run(tmp_path: Path) -> None:
    """The folders above a build may be others' to write, as ``/tmp`` is: nothing in them is looked at."""
    build = make_valued(tmp_path / "build", 1)
    ran = tmp_path / "ran"
    for name in ("__init__.py", "conftest.py"):
        (tmp_path / name).write_text(f"open({str(ran)!r}, 'w')\n")
    with Grader(build) as grader:
        assert grader.grade(submission(tmp_path / "mine", "def answer():\n    return 1\n")).score > 0
    assert not ran.exists()


LIST_MODULES = """
import sys
from pathlib import Path
from autograder.api import Grader
with Grader(Path(sys.argv[1])) as grader:
    assert grader.grade(Path(sys.argv[2])).score > 0
for name, module in sorted(sys.modules.items()):
    file = getattr(module, "__dict__", {}).get("__file__") or ""
    if "testkit" in file:
        print(name, Path(file).resolve())
"""


def test_testkit_is_imported_under_one_name(tmp_path: Path) -> None:
    """A build holds each file of testkit once, and a grading imports it as ``testkit`` and as nothing else."""
    assignment = load_alone("convolution")
    files = build_tree(assignment, "a5" * 16)
    for source in (ROOT / "autograder" / "shared" / "testkit").rglob("*.py"):
        copies = [path for path, content in files.items() if content == source.read_bytes()]
        assert copies == [source.relative_to(ROOT).as_posix()]
    write_tree(tmp_path / "build", files, EXECUTABLE)
    write_tree(tmp_path / "solution", {path: text.encode() for path, text in assignment.solution().items()})
    command = [sys.executable, "-c", LIST_MODULES, str(tmp_path / "build"), str(tmp_path / "solution")]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    names, paths = zip(*(line.split(" ", 1) for line in lines), strict=True)
    assert {"testkit.check", "testkit.fixtures", "testkit.probes.inspection"} <= set(names)
    assert all(name == "testkit" or name.startswith("testkit.") for name in names)
    assert len(set(paths)) == len(paths)
