"""A submission over the limits is refused without being read whole."""

from __future__ import annotations

import os

import pytest

from autograder.model.manifest import SubmissionLimits
from autograder.submission import SubmissionError, collect
from tests.submission.samples import complete, has_notice, manifest, write_files, zipped


def test_names_files_over_the_limits(tmp_path):
    small = manifest(submission=SubmissionLimits(max_files=2000, max_file_mb=0.001, max_total_mb=0.0015))
    files = {"src/models.py": "#" * 1000, "src/run_model.py": "#" * 2000, "data/my_dataset.py": "#" * 1000}
    submission = collect(write_files(tmp_path / "s", files), small)
    assert list(submission.files) == ["src/models.py"]
    assert has_notice(submission, "src/run_model.py", "larger") and has_notice(
        submission, "data/my_dataset.py", "larger"
    )


def test_refuses_too_many_files(tmp_path):
    few = manifest(submission=SubmissionLimits(max_files=10))
    with pytest.raises(SubmissionError, match="13 Python files"):
        collect(write_files(tmp_path / "s", {**complete(), **{f"x/{index}.py": "" for index in range(10)}}), few)
    pictures = write_files(tmp_path / "pictures", {**complete(), **{f"x/{index}.png": "" for index in range(100)}})
    assert len(collect(pictures, few).files) == 3
    with pytest.raises(SubmissionError, match="more than 200 files"):
        collect(write_files(pictures, {f"y/{index}.png": "" for index in range(110)}), few)
    packed = zipped(tmp_path / "p.zip", [(f"x/{index}.png", b"") for index in range(210)])
    with pytest.raises(SubmissionError, match="more than 200 files"):
        collect(packed, few)


def test_does_not_unpack_a_bomb(tmp_path):
    members = [("src/models.py", b"\0" * 20_000_000), ("src/run_model.py", b"")]
    submission = collect(zipped(tmp_path / "s.zip", members), manifest())
    assert list(submission.files) == ["src/run_model.py"] and has_notice(
        submission, "src/models.py", "larger than 5 MB"
    )


def test_refuses_archive_over_the_limit(tmp_path):
    packed = zipped(tmp_path / "s.zip", [("x.bin", os.urandom(200_000))])
    with pytest.raises(SubmissionError, match="larger than"):
        collect(packed, manifest(submission=SubmissionLimits(max_total_mb=0.1)))
