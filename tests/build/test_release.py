"""The students' zip."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from scripts.build.release import build_release, unzip_release, write_release
from scripts.build.student_tree import render
from scripts.coursespec.course import KIT
from scripts.coursespec.loader import load_assignment
from scripts.leaks.check import find_leaks
from tests.kit import kit_assignment
from tests.tiny import course_in


def test_release_repeats_byte_for_byte(spec: Path) -> None:
    first = write_release(load_assignment("tiny", course_in(spec)), spec / "dist").read_bytes()
    for path in spec.rglob("*"):
        os.utime(path, (0, 0))
        if path.is_file():
            path.chmod(0o600)
    assert write_release(load_assignment("tiny", course_in(spec)), spec / "elsewhere").read_bytes() == first


def test_release_unpacks_to_student_tree(spec: Path) -> None:
    assignment = load_assignment("tiny", course_in(spec))
    path = write_release(assignment, spec / "dist")
    assert path.name == "tiny-student.zip"
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert all(name.startswith("tiny/") for name in archive.namelist())
    released = unzip_release(path.read_bytes(), "tiny")
    assert {name: data for name, data in released.items() if name not in ("handout.pdf", "handout.html")} == render(
        assignment, solved=False
    )
    assert released["handout.pdf"].startswith(b"%PDF")
    assert b"Sums by hand" in released["handout.html"]


@pytest.mark.parametrize("name", KIT.assignment_names())
def test_release_does_not_leak(name: str) -> None:
    assignment = kit_assignment(name)
    assert [str(leak) for leak in find_leaks(assignment, build_release(assignment))] == []
