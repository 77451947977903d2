"""``python -m autograder``: exit codes, one sentence for what goes wrong, and reports that are whole or not there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.processes import start_interruptible
from tests.small_builds import make_build, submission

TESTS = """
@number("1")
def test_one(student):
    \"\"\"answer gives one.\"\"\"
    check.equal(student.module("src.answer").answer(), 1)
"""
REPORTS = {"results.json", "feedback.html", "grading.json", "staff.html", "staff.txt"}


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=280)


def test_zero_is_a_grade_until_refused(tmp_path: Path) -> None:
    """A submission that then holds nothing to grade is refused, and what the earlier grading said of it is gone."""
    build, mine = make_build(tmp_path / "build", TESTS), submission(tmp_path / "mine", "def answer():\n    return 2\n")
    done = run(build, mine, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == REPORTS
    assert json.loads((tmp_path / "out" / "results.json").read_text())["score"] == 0
    assert "0 of 1 points" in done.stdout
    (mine / "src" / "answer.py").unlink()
    done = run(build, mine, "--out", tmp_path / "out")
    assert done.returncode == 2 and "src/answer.py" in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert {path.name for path in (tmp_path / "out").iterdir()} == REPORTS
    assert "score" not in json.loads((tmp_path / "out" / "results.json").read_text())
    assert "src/answer.py" in (tmp_path / "out" / "feedback.html").read_text()


@pytest.mark.parametrize(
    ("build", "mine", "more", "expected"),
    [
        ("nowhere", "mine", [], "manifest.json"),
        ("build", "nowhere", [], "nowhere"),
        ("build", "mine", ["--metadata", "nowhere.json"], "nowhere.json"),
    ],
)
def test_refuses_in_one_sentence(tmp_path: Path, build: str, mine: str, more: list[str], expected: str) -> None:
    """What cannot be graded is refused in one sentence, and no report is written."""
    make_build(tmp_path / "build", TESTS)
    submission(tmp_path / "mine", "")
    done = run(tmp_path / build, tmp_path / mine, "--out", tmp_path / "out", *more)
    assert done.returncode == 2
    assert expected in done.stderr and "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_refuses_gpu_run_without_gpu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")  # where there is a GPU
    build = make_build(tmp_path / "build", TESTS)
    done = run(build, submission(tmp_path / "mine", ""), "--out", tmp_path / "out", "--device", "cuda")
    assert done.returncode == 2 and "no GPU" in done.stderr


def test_interrupt_leaves_no_report_or_process(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TESTS)
    mine = submission(
        tmp_path / "mine", f"def answer():\n    open('{tmp_path.name}', 'w')\n    import time; time.sleep(600)\n"
    )
    command = [sys.executable, "-m", "autograder", str(build), str(mine), "--out", str(tmp_path / "out")]
    scratch = Path(tempfile.mkdtemp(dir="/tmp"))  # workers of another user must be able to enter it
    scratch.chmod(0o755)
    process = start_interruptible(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(scratch)}
    )
    deadline = time.monotonic() + 120
    while not any(scratch.glob(f"grading-*/*/{tmp_path.name}")) and time.monotonic() < deadline:
        time.sleep(0.05)  # until the student's code is running
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130 and b"stopped" in errors
    assert not (tmp_path / "out").exists()
    assert list(scratch.iterdir()) == []
    scratch.rmdir()
