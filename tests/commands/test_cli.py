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

import msgspec
import pytest
import torch

from autograder import __main__ as cli
from autograder.model import manifest
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
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_a_grade_of_zero_is_a_grade(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TESTS)
    done = run(build, submission(tmp_path / "mine", "def answer():\n    return 2\n"), "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == REPORTS
    assert json.loads((tmp_path / "out" / "results.json").read_text())["score"] == 0
    assert "0 of 1 points" in done.stdout


@pytest.mark.parametrize(
    ("build", "mine", "more", "said"),
    [
        ("nowhere", "mine", [], "manifest.json"),
        ("build", "nowhere", [], "nowhere"),
        ("build", "empty", [], "src/answer.py"),
        ("build", "mine", ["--metadata", "nowhere.json"], "nowhere.json"),
    ],
)
def test_what_cannot_be_graded_is_refused_in_a_sentence(
    tmp_path: Path, build: str, mine: str, more: list[str], said: str
) -> None:
    make_build(tmp_path / "build", TESTS)
    submission(tmp_path / "mine", "")
    (tmp_path / "empty").mkdir()
    done = run(tmp_path / build, tmp_path / mine, "--out", tmp_path / "out", *more)
    assert done.returncode == 2
    assert said in done.stderr and "Traceback" not in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_gpu_run_without_a_gpu_is_refused(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TESTS)
    done = run(build, submission(tmp_path / "mine", ""), "--out", tmp_path / "out", "--device", "cuda")
    assert done.returncode == 2 and "no GPU" in done.stderr


def test_interrupting_leaves_no_report_and_no_process(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TESTS)
    mine = submission(
        tmp_path / "mine", f"def answer():\n    open('{tmp_path.name}', 'w')\n    import time; time.sleep(60)\n"
    )
    command = [sys.executable, "-m", "autograder", str(build), str(mine), "--out", str(tmp_path / "out")]
    scratch = Path(tempfile.mkdtemp(dir="/tmp"))  # workers of another user must be able to enter it
    scratch.chmod(0o755)
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(scratch)}
    )
    deadline = time.monotonic() + 60
    while not any(scratch.glob(f"grading-*/*/{tmp_path.name}")) and time.monotonic() < deadline:
        time.sleep(0.05)  # until the student's code is running
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130 and b"stopped" in errors
    assert not (tmp_path / "out").exists()
    assert list(scratch.iterdir()) == []
    scratch.rmdir()


GPU_TESTS = (
    TESTS
    + """
def test_on_gpu(student, device):
    check.equal(student.module("src.answer").answer(), 1)
    check.equal(device, "cuda")
"""
)


@pytest.fixture
def half_graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """A build with a suite for a GPU, a submission, and the folder with what a CPU run found in it.

    No GPU is needed: the suite asks for none, and a worker behind the GPU's walls works without one.
    """
    build = make_build(tmp_path / "build", GPU_TESTS)
    given = manifest.read(build)
    tests = [msgspec.structs.replace(test, device="cuda" if "gpu" in test.id else "cpu") for test in given.tests]
    (build / manifest.MANIFEST_NAME).write_bytes(msgspec.json.encode(msgspec.structs.replace(given, tests=tests)))
    mine = submission(tmp_path / "mine", "def answer():\n    return 1\n")
    monkeypatch.setattr(cli, "_has_gpu", lambda: True)
    found = cli.grade_to(build, mine, tmp_path / "out")
    assert [(outcome.status, outcome.ran_on) for outcome in found.outcomes] == [("passed", "cpu"), ("waiting", None)]
    return build, mine, tmp_path / "out"


def test_a_gpu_run_takes_over_what_the_cpu_run_found(
    half_graded: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    build, mine, out = half_graded
    devices: list[str] = []
    stage = cli.Stage
    monkeypatch.setattr(
        cli, "Stage", lambda build, device, tier: devices.append(device) or stage(build, device=device, tier=tier)
    )
    found = cli.grade_to(build, mine, out, device="cuda")
    assert [(outcome.status, outcome.ran_on) for outcome in found.outcomes] == [("passed", "cpu"), ("passed", "cuda")]
    assert devices == ["cuda"] and found.score == found.maximum == 2
    (mine / "src" / "answer.py").write_text("def answer():\n    return 2\n")
    found = cli.grade_to(build, mine, out, device="cuda")
    assert devices == ["cuda", "cuda", "cpu"]  # of other files nothing is taken over
    assert [(outcome.status, outcome.ran_on) for outcome in found.outcomes] == [("failed", "cpu"), ("failed", "cuda")]
