"""What Landlock opens to every worker, and what it keeps closed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from autograder.api import Grader
from autograder.isolation.layers import landlock
from autograder.isolation.workspace import RefusedError
from tests.isolation.child_process import ROOT, linux
from tests.small_builds import make_build


@linux
def test_only_libraries_are_readable() -> None:
    for path in (
        ROOT,
        ROOT / "spec",
        ROOT / "autograder",
        ROOT / "build",
        Path("/etc/passwd"),
        Path("/root"),
        Path("/proc/1"),
        Path("/tmp"),
    ):
        assert not landlock.find_readable_ancestor(path), path
    for path in (Path(os.__file__), Path(pytest.__file__)):
        assert landlock.find_readable_ancestor(path), path


@linux
def test_environment_at_root_hides_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lib").mkdir()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    opened = landlock.find_interpreter_folders()
    assert str(tmp_path / "lib") in opened
    assert str(tmp_path) not in opened


@linux
def test_refuses_build_that_workers_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not landlock.detect_abi():
        pytest.skip("this kernel has no Landlock")
    build = make_build(tmp_path / "build", "def test_one(student):\n    pass\n")
    monkeypatch.setattr(landlock, "find_common_rules", lambda gpu: [(str(tmp_path), 4)])
    with pytest.raises(RefusedError, match="every submission can read"):
        Grader(build, tier="user")
