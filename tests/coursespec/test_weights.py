"""A problem whose students hand in weights: what the spec says, and what is made of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from autograder.model import manifest
from scripts.build.autograder_zip import build_tree
from scripts.build.student_tree import render
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import load_assignment, load_problem
from scripts.errors import SpecError
from scripts.proof.quick_try import Trial, try_all
from tests.tiny import course_in, edit
from tests.trained import FILE, FOLDER, TOML, make_weights, write_trained_course

ENTRY = '[[weights]]\nfile = "models/best_signs.pt"\nmodule = "src.signs"\nclass = "SignNet"\n'


SHAPE = '''"""Shapes."""

import torch
from testkit import check, number


@number("5")
def test_shape(student):
    """SignNet gives two logits."""
    check.shape(student.module("src.signs").SignNet()(torch.zeros(3, 4)), (3, 2))
'''


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return write_trained_course(tmp_path / "course")


def test_trees_hold_only_staffs_weights(course: Path) -> None:
    """Students get a folder that says what belongs there; the solution's tree has the weights."""
    assignment = load_assignment("tiny", course_in(course))
    student, solution = render(assignment, solved=False), render(assignment, solved=True)
    assert [name for name in student if name.startswith("models/")] == ["models/README.md"]
    assert solution[FILE] == make_weights("only.")
    assert "`SignNet` in `src/signs.py` | 1 MB" in student["models/README.md"].decode()
    given = json.loads(student["report/questions.json"])["weights"]
    assert given == [{"file": FILE, "class": "SignNet", "module": "src.signs", "max_mb": 1}]
    assert not any("make.py" in name for name in solution)


def test_build_holds_weights(course: Path, tmp_path: Path) -> None:
    tree = build_tree(load_assignment("tiny", course_in(course)), "0" * 32)
    write_tree(tmp_path / "build", tree)
    (weights,) = manifest.read(tmp_path / "build").weights
    assert (weights.file, weights.class_name, weights.max_mb) == (FILE, "SignNet", 1)
    assert tree[f"solution/{FILE}"] == make_weights("only.") and f"tree/{FILE}" not in tree


def test_variants_may_have_own_weights(course: Path) -> None:
    assignment = load_assignment("tiny", course_in(course))
    problem = assignment.problems[-1]
    (alternative,), (mistake,) = problem.alternatives, problem.mistakes
    assert assignment.hand_in(alternative)[FILE] == make_weights("0.")
    assert assignment.hand_in(mistake)[FILE] == assignment.hand_in()[FILE] == make_weights("only.")


def test_trial_uses_the_weights(course: Path) -> None:
    found: dict[str, Trial] = {}
    try_all(
        load_problem("signs", course_in(course)),
        course_in(course),
        lambda trial: found.update({trial.label: trial}),
    )
    native, *graded = found
    assert native == "solution, as students run it"
    assert graded == ["solution", "skeleton", "mistake swapped", "alternative other_names"]
    assert [trial.complaints for trial in found.values()] == [[]] * 5


WRONG = {
    "name": ('file = "models/best_signs.pt"', 'file = "best.pth"', "write a file in that folder, such as models/best_cifar.pt"),
    "module": ('"src.signs"', '"src.sign"', "has the module 'src.sign'; the problem's own are src.signs"),
    "class": ('"SignNet"', '"Net"', "has the class 'Net', which src.signs does not define"),
    "size": ("max_mb = 1", "max_mb = 500", "takes a number above 0, up to 90"),
    "own size": ("max_mb = 1", "max_mb = 0.0001", "has more than max_mb"),
    "no file": ("best_signs.pt", "best.pt", "best.pt, which the solution hands in, does not exist"),
    "no test": ("best_signs.pt", "best.pt", "no test names models/best.pt"),
    "twice": ("max_mb = 1", f"max_mb = 1\n{ENTRY}", "names models/best_signs.pt again"),
}  # fmt: skip


@pytest.mark.parametrize("kind", WRONG)
def test_mistakes_name_line_and_fix(course: Path, kind: str) -> None:
    old, new, words = WRONG[kind]
    edit(course, TOML, old, new)
    with pytest.raises(SpecError) as raised:
        load_assignment("tiny", course_in(course))
    line = 9 if kind == "twice" else 4
    assert any(
        sentence.startswith(f"{TOML}:{line}: [[weights]]") and words in sentence for sentence in raised.value.sentences
    )


def test_parts_leave_weights_out(course: Path) -> None:
    """An assignment without the tests that load a file does not ask for it."""
    parts = ["code", "training"]
    more = "".join(
        f'\n[[parts]]\nname = "{name}"\ntests = ["{pattern}"]\n'
        for name, pattern in zip(parts, ("*shape", "*weights*"), strict=True)
    )
    toml = course / TOML
    toml.write_text(toml.read_text() + more)
    (course / FOLDER / "public" / "test_shape.py").write_text(SHAPE)
    assert load_assignment("tiny", course_in(course)).weights()
    edit(course, "spec/assignments/tiny.toml", 'name = "signs"', 'name = "signs"\nparts = ["code"]')
    assignment = load_assignment("tiny", course_in(course))
    assert assignment.weights() == {} and "models/README.md" not in render(assignment, solved=False)


def test_two_problems_need_two_files(course: Path) -> None:
    other = shutil.copytree(course / FOLDER, course / "spec/problems/copies")
    (other / "src" / "signs.py").rename(other / "src" / "copies.py")
    text = (other / "problem.toml").read_text().replace("signs.py", "copies.py").replace("src.signs", "src.copies")
    (other / "problem.toml").write_text(text)
    edit(
        course,
        "spec/assignments/tiny.toml",
        'name = "signs"',
        'name = "signs"\npoints = 4\n[[problems]]\nname = "copies"',
    )
    with pytest.raises(SpecError, match=r"\[\[weights\]\] names models/best_signs.pt, as 'signs' does too"):
        load_assignment("tiny", course_in(course))
