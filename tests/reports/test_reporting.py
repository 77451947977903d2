"""Reports of one grading change together or not at all."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from autograder.reporting import write_reports
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
