"""A new problem's folder works at once, and is sound once its blanks are filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.coursespec.loader import load_assignment, load_problem
from scripts.coursespec.new_problem import new_problem
from scripts.coursespec.validation import find_blanks
from scripts.errors import SpecError
from scripts.proof.proof import prove_statically
from tests.tiny import course_in, edit


def test_loads_and_names_its_blanks(spec: Path) -> None:
    folder = new_problem("my_problem", "My problem", course_in(spec))
    problem = load_problem("my_problem", course_in(spec))
    assert (problem.title, list(problem.sources)) == ("My problem", ["src/my_problem.py"])
    named = {sentence.partition(":")[0] for sentence in find_blanks(folder, course_in(spec))}
    assert named == {path.relative_to(spec).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_sound_once_blanks_are_filled(spec: Path) -> None:
    folder = new_problem("mine", "Mine", course_in(spec))
    edit(
        spec,
        "spec/assignments/tiny.toml",
        'name = "steps"',
        'name = "mine"\npoints = 3\n\n[[problems]]\nname = "steps"',
    )
    left = prove_statically(load_assignment("tiny", course_in(spec)))
    assert left and all("FILL" in sentence for sentence in left)
    for path in folder.rglob("*"):
        if path.is_file():
            path.write_text(path.read_text(encoding="utf-8").replace("FILL", "Done"), encoding="utf-8")
    assert prove_statically(load_assignment("tiny", course_in(spec))) == []


@pytest.mark.parametrize(
    ("name", "says"), [("My Problem", "such as 'my_problem'"), ("sums", "is there already"), ("", "lower")]
)
def test_refuses_impossible_name(spec: Path, name: str, says: str) -> None:
    with pytest.raises(SpecError, match=says):
        new_problem(name, "Title", course_in(spec))
    assert not (spec / "spec/problems/My Problem").exists()
