"""``autograder.api``: one submission or many, graded and with their reports written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from autograder import api
from autograder.model import manifest
from autograder.submission import SubmissionError
from tests.small_builds import make_build, submission

TESTS = """
@number("1")
def test_one(student):
    \"\"\"answer gives one.\"\"\"
    check.equal(student.module("src.answer").answer(), 1)
"""
GPU_TESTS = (
    TESTS
    + """
def test_on_gpu(student, device):
    check.equal(student.module("src.answer").answer(), 1)
    check.equal(device, "cuda")
"""
)
REPORTS = {"results.json", "feedback.html", "grading.json", "staff.html", "staff.txt"}


def test_import_leaves_torch_out() -> None:
    """The fork server imports torch first; the grader does so at the same time."""
    code = "import sys, autograder.api; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_results_arrive_one_by_one(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TESTS + TESTS.replace("test_one", "test_two"))
    results: list[tuple[str, int]] = []
    grading = api.grade_submission(
        build,
        submission(tmp_path / "mine", "def answer():\n    return 1\n"),
        tmp_path / "out",
        on_result=lambda outcome, total: results.append((outcome.test.id, total)),
    )
    assert results == [(outcome.test.id, 2) for outcome in grading.outcomes]
    assert {path.name for path in (tmp_path / "out").iterdir()} == REPORTS


def test_bad_submission_costs_only_itself(tmp_path: Path) -> None:
    build = make_build(tmp_path / "build", TESTS)
    good = [submission(tmp_path / name, f"def answer():\n    return {value}\n") for name, value in (("a", 1), ("c", 2))]
    (tmp_path / "b").mkdir()
    scores: dict[str, float] = {}
    refused: list[str] = []
    api.grade_submissions(
        build,
        [good[0], tmp_path / "b", good[1]],
        tmp_path / "out",
        on_graded=lambda grading: scores.update({grading.submission: grading.score}),
        on_refused=lambda path, error: refused.append(f"{path.name}: {error}"),
    )
    assert scores == {"a": 1.0, "c": 0.0}
    assert len(refused) == 1 and refused[0].startswith("b: ") and "src/answer.py" in refused[0]
    assert "src/answer.py" in (tmp_path / "out" / "b" / "feedback.html").read_text()
    assert {path.name for path in (tmp_path / "out" / "c").iterdir()} == REPORTS
    with pytest.raises(SubmissionError):
        api.grade_submissions(build, [tmp_path / "b"], tmp_path / "out")


@pytest.fixture
def half_graded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, Path]:
    """A build with a suite for a GPU, a submission, and the folder with the reports of its CPU run.

    No GPU is needed: the suite uses none, and a worker with the sandbox layers of a GPU run works without one.
    """
    build = make_build(tmp_path / "build", GPU_TESTS)
    given = manifest.read(build)
    tests = [msgspec.structs.replace(test, device="cuda" if "gpu" in test.id else "cpu") for test in given.tests]
    (build / manifest.MANIFEST_NAME).write_bytes(msgspec.json.encode(msgspec.structs.replace(given, tests=tests)))
    mine = submission(tmp_path / "mine", "def answer():\n    return 1\n")
    monkeypatch.setattr(api, "has_gpu", lambda: True)
    found = api.grade_submission(build, mine, tmp_path / "out")
    assert [(outcome.status, outcome.ran_on) for outcome in found.outcomes] == [("passed", "cpu"), ("waiting", None)]
    return build, mine, tmp_path / "out"


def test_gpu_run_reuses_cpu_outcomes(half_graded: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    build, mine, out = half_graded
    devices: list[str] = []

    class Recorded(api.Grader):
        def __init__(self, build: Path, *, device: manifest.Device = "cpu", tier: api.Tier | None = None) -> None:
            devices.append(device)
            super().__init__(build, device=device, tier=tier)

    monkeypatch.setattr(api, "Grader", Recorded)
    found = api.grade_submission(build, mine, out, device="cuda")
    assert [(outcome.status, outcome.ran_on) for outcome in found.outcomes] == [("passed", "cpu"), ("passed", "cuda")]
    assert devices == ["cuda"] and found.score == found.maximum == 2
    (mine / "src" / "answer.py").write_text("def answer():\n    return 2\n")
    found = api.grade_submission(build, mine, out, device="cuda")
    assert devices == ["cuda", "cuda", "cpu"]  # the CPU run of other files is of no use
    assert [(outcome.status, outcome.ran_on) for outcome in found.outcomes] == [("failed", "cpu"), ("failed", "cuda")]
