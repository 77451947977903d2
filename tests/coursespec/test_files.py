"""Nothing of the user's is lost when a tree is written."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.coursespec.files import check_untracked, read_tree, walk, write_tree
from scripts.errors import SpecError

ORDINARY_UID = 61_234  # without an account
TREE = {"src/models.py": b"x = 1\n", "README.md": b"read\n"}


def test_keeps_untracked_files(tmp_path: Path) -> None:
    """Files that were not rendered are named and kept."""
    write_tree(tmp_path / "student", TREE)
    for stranger in ("notes.txt", ".venv/bin/python"):
        path = tmp_path / "student" / stranger
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        with pytest.raises(SpecError, match="move it away"):
            check_untracked(tmp_path / "student", TREE, "student")
        path.unlink()
    (tmp_path / "student" / "src" / "__pycache__").mkdir()
    (tmp_path / "student" / "src" / "__pycache__" / "models.pyc").touch()
    check_untracked(tmp_path / "student", TREE, "student")
    assert read_tree(tmp_path / "student") == TREE


def test_keeps_file_in_folders_place(tmp_path: Path) -> None:
    """A file that stands where a folder is to be written is kept."""
    (tmp_path / "build").write_text("mine")
    with pytest.raises(SpecError, match="move it away"):
        write_tree(tmp_path / "build", TREE)
    assert (tmp_path / "build").read_text() == "mine"


@contextlib.contextmanager
def ordinary_user() -> Iterator[None]:
    """Root can read every folder: give that up for a while."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(ORDINARY_UID)
    try:
        yield
    finally:
        os.seteuid(before)


def test_unreadable_folder_is_not_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that cannot be read is an error, not an empty folder."""
    write_tree(tmp_path / "spec", TREE)
    monkeypatch.chdir(tmp_path)  # only root may come by the folders above
    closed = Path("spec/src")
    for folder, mode in ((tmp_path, 0o755), (closed.parent, 0o755), (closed, 0)):
        folder.chmod(mode)
    try:
        with ordinary_user(), pytest.raises(PermissionError, match="spec/src"):
            list(walk(closed.parent))
    finally:
        closed.chmod(0o755)
