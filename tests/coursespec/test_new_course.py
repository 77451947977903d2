"""A new course works at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.coursespec.course import ROOT, Course
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.new_course import ASSIGNMENT, PROBLEM, new_course
from scripts.errors import SpecError
from scripts.proof.proof import prove_statically


def test_new_course_loads(tmp_path: Path) -> None:
    folder = new_course(tmp_path / "ours")
    assignment = load_assignment(ASSIGNMENT, Course.open(folder))
    assert [problem.folder for problem in assignment.problems] == [folder / "problems" / PROBLEM]
    assert all("FILL" in sentence for sentence in prove_statically(assignment))
    assert not [path for path in folder.rglob("*") if path.name.endswith(".template")]


def test_new_course_checks_itself(tmp_path: Path) -> None:
    """The check on GitHub and the README run the kit's commands on this course."""
    folder = new_course(tmp_path)
    workflow = (folder / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    assert "make -C kit check COURSE=" in workflow and f"ASSIGNMENT: {ASSIGNMENT}" in workflow
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert f'check COURSE="$PWD" ASSIGNMENT={ASSIGNMENT}' in readme
    ignored = (folder / ".gitignore").read_text(encoding="utf-8").split()
    assert {"/dist/", "/build/", "/classes/", "/autograder.zip"} <= set(ignored)  # classes/ has students' names in it


def test_keeps_files_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "LICENSE").write_text("ours")
    new_course(tmp_path)
    assert (tmp_path / "LICENSE").read_text() == "ours"
    with pytest.raises(SpecError, match="is there already; choose another folder"):
        new_course(tmp_path)


@pytest.mark.parametrize("path", ["", ROOT, ROOT / "spec" / "ours"])
def test_refuses_course_inside_the_kit(path: str | Path) -> None:
    with pytest.raises(SpecError, match="outside the kit"):
        new_course(path)
