"""Hostile folders: links, devices, and changes while they are read."""

from __future__ import annotations

import gc
import os
import socket

import pytest

from autograder.model.manifest import SubmissionLimits
from autograder.submission import collect
from autograder.submission.sources import FileRefused, FolderSource
from tests.submission.samples import EDITABLE, complete, has_notice, manifest, write_files


def test_names_links_pipes_and_sockets(tmp_path, monkeypatch):
    """Links, pipes and sockets are refused by name."""
    secret = write_files(tmp_path, {"secret.txt": "secret"}) / "secret.txt"
    folder = write_files(tmp_path / "s", {"data/my_dataset.py": ""})
    (folder / "src").mkdir()
    (folder / "src/models.py").symlink_to(secret)
    os.mkfifo(folder / "src/run_model.py")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(folder)  # the path of a socket may not be long
        listener.bind("a_socket")
        submission = collect(folder, manifest())
    assert list(submission.files) == ["data/my_dataset.py"]
    assert has_notice(submission, "src/models.py", "link") and has_notice(submission, "src/run_model.py", "pipe")
    assert has_notice(submission, "a_socket", "socket")


def test_does_not_enter_linked_folder(tmp_path):
    write_files(tmp_path / "elsewhere", {"models.py": "secret", "run_model.py": "secret"})
    folder = write_files(tmp_path / "s", {"data/my_dataset.py": ""})
    (folder / "src").symlink_to(tmp_path / "elsewhere")
    submission = collect(folder, manifest())
    assert list(submission.files) == ["data/my_dataset.py"] and has_notice(
        submission, "src/models.py was not used", "link"
    )


def test_ignores_link_swapped_in_after_listing(tmp_path):
    """A link that replaces a file or folder between listing and reading is not followed."""
    secret = write_files(tmp_path, {"secret": "secret"}) / "secret"
    folder = write_files(tmp_path / "s", {**complete(), "deep/x.py": ""})
    with FolderSource.open(folder, SubmissionLimits()) as source:
        (folder / "src/models.py").unlink()
        (folder / "src/models.py").symlink_to(secret)
        (folder / "data").rename(folder / "gone")
        (folder / "data").symlink_to(tmp_path)
        (tmp_path / "my_dataset.py").write_text("secret")
        for name in ("src/models.py", "data/my_dataset.py"):
            with pytest.raises(FileRefused):
                source.read(name, 100)
        (folder / "src/run_model.py").unlink()
        os.mkfifo(folder / "src/run_model.py")
        with pytest.raises(FileRefused):
            source.read("src/run_model.py", 100)


def test_leaves_no_descriptor_open(tmp_path):
    folder = write_files(tmp_path / "s", {f"deep/er/{name}": "" for name in EDITABLE})
    collect(folder, manifest())
    gc.collect()  # what other tests left open is closed now, not while this one counts
    before = len(os.listdir("/dev/fd"))
    for _ in range(5):
        collect(folder, manifest())
    assert len(os.listdir("/dev/fd")) == before
