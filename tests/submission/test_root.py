"""Where the assignment's tree begins in a submission."""

from __future__ import annotations

import pytest

from autograder.submission import collect
from tests.submission.samples import EDITABLE, complete, has_notice, manifest, write_files


@pytest.mark.parametrize("root", ["", "repository-main/", "week-1/homework_2/", "a/b/c/"])
def test_finds_root_some_folders_deep(tmp_path, root):
    folder = write_files(tmp_path / "s", {root + name: text for name, text in complete().items()})
    assert sorted(collect(folder, manifest()).files) == sorted(EDITABLE)


def test_prefers_folder_with_most_files(tmp_path):
    files = {"old/src/models.py": "old", **{f"new/{name}": "new" for name in EDITABLE}}
    assert set(collect(write_files(tmp_path / "s", files), manifest()).files.values()) == {b"new"}


def test_prefers_work_to_starter_copy(tmp_path):
    """Work at the top is graded, not a complete copy of the starter code below it."""
    files = {f"starter/{name}": "starter" for name in EDITABLE} | dict.fromkeys(EDITABLE[1:], "mine")
    submission = collect(write_files(tmp_path / "s", files), manifest())
    assert set(submission.files.values()) == {b"mine"} and has_notice(
        submission, "its top folder", "starter/", "more than once"
    )


def test_names_two_equal_roots(tmp_path):
    files = {f"{root}/{name}": root for root in ("one", "two") for name in EDITABLE}
    submission = collect(write_files(tmp_path / "s", files), manifest())
    assert set(submission.files.values()) == {b"one"} and has_notice(submission, "one/", "two/", "more than once")


def test_finds_files_without_their_folders(tmp_path):
    """Files without their folders are recognised by their names."""
    submission = collect(write_files(tmp_path / "s", {"models.py": "m", "run_model.py": "r"}), manifest())
    assert submission.files == {"src/models.py": b"m", "src/run_model.py": b"r"}
    assert has_notice(submission, "models.py was at the top", "src/models.py")
