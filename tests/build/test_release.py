"""The students' zip."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from scripts.build.release import contents, release, unzipped
from scripts.build.student_tree import render
from scripts.coursespec.loader import assignment_names, load_assignment
from scripts.leaks.check import find_leaks


def test_a_release_repeats_byte_for_byte(spec: Path) -> None:
    first = release(load_assignment("tiny", spec), spec / "dist").read_bytes()
    for path in spec.rglob("*"):
        os.utime(path, (0, 0))
        if path.is_file():
            path.chmod(0o600)
    assert release(load_assignment("tiny", spec), spec / "elsewhere").read_bytes() == first


def test_a_release_unpacks_to_the_students_tree(spec: Path) -> None:
    assignment = load_assignment("tiny", spec)
    path = release(assignment, spec / "dist")
    assert path.name == "tiny-student.zip"
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
        assert all(name.startswith("tiny/") for name in archive.namelist())
    released = unzipped(path.read_bytes(), "tiny")
    assert {name: data for name, data in released.items() if name not in ("handout.pdf", "handout.html")} == render(
        assignment, solved=False
    )
    assert released["handout.pdf"].startswith(b"%PDF")
    assert b"Sums by hand" in released["handout.html"]


@pytest.mark.parametrize("name", assignment_names())
def test_no_release_of_the_course_leaks(name: str) -> None:
    assignment = load_assignment(name)
    assert [str(leak) for leak in find_leaks(assignment, contents(assignment))] == []
