"""Every command ends with an exit code and a sentence, never with a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.coursespec.course import ROOT
from scripts.errors import SpecError, run_command

LIBRARIES = {"__init__", "errors", "options"}
COMMANDS = [*sorted({path.stem for path in (ROOT / "scripts").glob("*.py")} - LIBRARIES), "bench"]

INTERRUPT = """
import runpy, sys

class Interrupt:
    def find_spec(self, name, *rest):
        if name == "scripts.coursespec":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupt())
sys.argv[1:] = ["something"] if sys.argv[1] in ("grade", "new_problem", "try_problem") else []
runpy.run_module("scripts.{name}", run_name="__main__")
"""


def test_system_error_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run_command(lambda _: (tmp_path / "nowhere" / "x").write_text("") and 0)
    printed = capsys.readouterr().err
    assert ended.value.code == 1 and printed.count("\n") == 1 and f"{tmp_path}/nowhere/x: no such file" in printed


def test_full_disk_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    """A write to a full disk reports no file's name, so the sentence points to none."""

    def main(_: object) -> None:
        with open("/dev/full", "wb", buffering=0) as full:
            full.write(b"x")

    with pytest.raises(SystemExit):
        run_command(main)
    assert capsys.readouterr().err == "error: no space left on device; free some and run the command again.\n"


def test_name_in_another_encoding_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """A problem's file, or a reason typed into a terminal that is not set to UTF-8."""
    with pytest.raises(SystemExit) as ended:
        run_command(lambda _: len(os.fsdecode(b"data/K\xf6ln.txt").encode()) and 0)
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("error: 'data/K\\udcf6ln.txt': is not UTF-8; rename the file, or")


def test_command_chooses_its_error_code(capsys: pytest.CaptureFixture[str]) -> None:
    def fail(_: object) -> int:
        raise SpecError(["one is wrong.", "two is wrong."])

    with pytest.raises(SystemExit) as ended:
        run_command(fail, error_code=2)
    assert ended.value.code == 2
    assert capsys.readouterr().err == "error: one is wrong.\nerror: two is wrong.\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_interrupted_import_prints_stopped(name: str) -> None:
    """Ctrl-C while a command imports what it needs."""
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPT.replace("{name}", name), name], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stderr.startswith("stopped") and done.stderr.count("\n") == 1
    assert done.returncode == 130


def test_unknown_assignment_is_one_sentence() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.render", "--assignment", "nowhere"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("error: spec/assignments/nowhere.toml: ")
    assert "Traceback" not in done.stderr


def test_nothing_to_grade_is_refused() -> None:
    done = subprocess.run([sys.executable, "-m", "scripts.grade", ""], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2 and done.stderr.startswith("error: say what to grade")


def test_quick_commands_import_no_torch() -> None:
    modules = "scripts.build.release, scripts.build.autograder_zip, scripts.proof.proof, scripts.documents.handout"
    code = f"import sys, {modules}; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
