"""A course of one's own works with a clone of the kit that is read-only, from a new course to a grade."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.coursespec.course import ROOT
from scripts.coursespec.new_course import ASSIGNMENT, PROBLEM

PARTS = ("autograder", "scripts", "spec", "Makefile", "pyproject.toml", "requirements.lock")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A clone of the kit in which nothing can be written."""
    clone = tmp_path / "kit"
    clone.mkdir()
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, clone / name)
        else:
            shutil.copy(ROOT / name, clone / name)
    for path in [clone, *clone.rglob("*")]:
        path.chmod(path.stat().st_mode & ~0o222)
    return clone


def files_in(folder: Path) -> dict[str, int]:
    """Every file below a folder with its time of change: root may write where others may not."""
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*")}


def run(kit: Path, command: str, *arguments: object) -> str:
    done = subprocess.run(
        [sys.executable, "-m", f"scripts.{command}", *map(str, arguments)],
        cwd=kit,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def fill(course: Path) -> None:
    """Write something in place of every blank."""
    for path in (course / "problems").rglob("*"):
        if path.is_file():
            path.write_text(path.read_text().replace("FILL", "written"))


@pytest.mark.timeout(600)
def test_own_course_from_read_only_kit(kit: Path, tmp_path: Path) -> None:
    before = files_in(kit)
    course = tmp_path / "ours"
    run(kit, "new_course", course)
    fill(course)
    option = f"--course={course}"
    proven = run(kit, "check", option, "--problem", PROBLEM)
    assert "5 gradings" in proven and "is sound" in proven
    assert f"another_problem --all --course {course}" in run(kit, "new_problem", option, "another_problem")
    run(kit, "release", option, "--assignment", ASSIGNMENT)
    run(kit, "autograder_zip", option, "--assignment", ASSIGNMENT)
    solution = course / "build" / ASSIGNMENT / "solution"
    run(kit, "grade", option, "--assignment", ASSIGNMENT, solution)
    results = json.loads((course / "dist" / "graded" / "solution" / "results.json").read_text())
    assert results["score"] == results["extra_data"]["maximum"] > 0
    for made in (f"dist/{ASSIGNMENT}-student.zip", "autograder.zip", "problems/another_problem/problem.toml"):
        assert (course / made).is_file()
    assert files_in(kit) == before


def test_kits_problems_stand_behind(kit: Path, tmp_path: Path) -> None:
    """An assignment of an own course uses a problem of the kit, and its own template of the student's README."""
    course = tmp_path / "ours"
    (course / "assignments").mkdir(parents=True)
    text = (ROOT / "spec" / "assignments" / "complete.toml").read_text()
    head = text.partition("[[problems]]")[0]
    (course / "assignments" / "mine.toml").write_text(f'{head}\n[[problems]]\nname = "convolution"\npoints = 10\n')
    (course / "templates").mkdir()
    (course / "templates" / "student_readme.md.j2").write_text("Our README.\n")
    run(kit, "render", f"--course={course}", "--assignment", "mine")
    student = course / "dist" / "mine" / "student"
    assert (student / "src" / "convolution.py").is_file()
    assert (student / "README.md").read_text() == "Our README.\n"
