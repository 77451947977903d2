"""Reports of one grading change together or not at all; a refusal is a report too."""

from __future__ import annotations

import json
import os
import resource
from pathlib import Path

import pytest

from autograder.model.grading import Refusal
from autograder.reporting import write_refusal, write_reports
from autograder.reports.stored_grading import MergeError, read_grading
from tests import sample_grading as sample


def read_all(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_reports_replace_earlier_ones(tmp_path: Path) -> None:
    write_reports(sample.mixed(), tmp_path / "a")
    write_reports(sample.perfect(), tmp_path / "a")
    write_reports(sample.perfect(), tmp_path / "b")
    assert read_all(tmp_path / "a") == read_all(tmp_path / "b") != {}


@pytest.mark.parametrize("size", [100, 3_000, 10_000])
def test_full_disk_keeps_earlier_reports(tmp_path: Path, size: int) -> None:
    """A disk that is full after ``size`` bytes of a file changes nothing, and leaves nothing behind."""
    write_reports(sample.perfect(), tmp_path)
    before = read_all(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        with pytest.raises(OSError):
            write_reports(sample.mixed(), tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert read_all(tmp_path) == before


def test_folder_in_the_way_keeps_earlier_reports(tmp_path: Path) -> None:
    write_reports(sample.perfect(), tmp_path)
    (tmp_path / "staff.txt").unlink()
    (tmp_path / "staff.txt").mkdir()
    before = read_all(tmp_path)
    with pytest.raises(IsADirectoryError):
        write_reports(sample.mixed(), tmp_path)
    assert read_all(tmp_path) == before


def test_interrupted_writing_keeps_earlier_reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_reports(sample.perfect(), tmp_path)
    before = read_all(tmp_path)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_reports(sample.mixed(), tmp_path)
    assert read_all(tmp_path) == before


def test_refusal_replaces_every_report(tmp_path: Path) -> None:
    """Nothing of the earlier grading is left, every report gives the reason as text, and none has a score."""
    write_reports(sample.perfect(), tmp_path)
    names = set(read_all(tmp_path))
    reason = "There is no file src/models.py <script>alert(1)</script>."
    write_refusal(Refusal("hw", "Homework", "C", "T", "b" * 16, "1.0", "ada <b>", reason), tmp_path)
    reports = read_all(tmp_path)
    assert set(reports) == names
    assert all(b"no file src/models.py" in report for report in reports.values())
    assert b"<script>" not in reports["feedback.html"] and b"STAFF" in reports["staff.html"]
    results = json.loads(reports["results.json"])
    assert "score" not in results and "tests" not in results and results["extra_data"]["refused"] is True
    with pytest.raises(MergeError):
        read_grading(tmp_path / "grading.json")
