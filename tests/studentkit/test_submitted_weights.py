"""Weights in the check before handing in: what is missing or cannot be used is said at home, and the zip has the rest."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from autograder.model import manifest
from autograder.submission import collect
from scripts.build.autograder_zip import build_tree
from scripts.build.student_tree import render
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import load_assignment
from scripts.studentkit.report import submission
from tests.tiny import course_in
from tests.trained import FILE, write_trained_course
from tests.weight_samples import network, saved, weights


@pytest.fixture
def solved(tmp_path: Path) -> Path:
    """A student's tree with everything done."""
    assignment = load_assignment("tiny", course_in(write_trained_course(tmp_path / "course")))
    write_tree(tmp_path / "student", render(assignment, solved=True))
    write_tree(tmp_path / "build", build_tree(assignment, "0" * 32))
    return tmp_path / "student"


def test_packed_weights_are_taken(solved: Path, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    submission.main(["--no-tests"], solved)
    assert "ok  weights" in capsys.readouterr().out
    build = tmp_path / "build"
    taken = collect(solved / "tiny-staff.zip", manifest.read(build), build / "tree")
    assert taken.files[FILE] == (solved / FILE).read_bytes() and taken.notices == []


def test_public_tests_load_them(solved: Path, capsys: pytest.CaptureFixture) -> None:
    """Weights of another class are told by the public test, with the grader's own words."""
    (solved / FILE).write_bytes(saved(weights()))
    submission.main([], solved)
    assert "tests/signs/test_load.py::test_weights_fit" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (None, f"{FILE} is missing; train"),
        (bytes(2 * 2**20), f"{FILE} has 2.0 MB; files of weights above 1 MB are not taken"),
        (saved(weights())[:900], f"{FILE} is damaged or cut off"),
        (saved(network()), f"{FILE} holds more than weights, such as a whole model"),
        (saved(weights(lambda value: value / 0)), f"{FILE} holds weights that are NaN or infinite"),
    ],
)
def test_wrong_weights_are_named(solved: Path, data: bytes | None, words: str, capsys: pytest.CaptureFixture) -> None:
    (solved / FILE).unlink()
    if data is not None:
        (solved / FILE).write_bytes(data)
    assert submission.main(["--no-tests"], solved) == 1
    output = capsys.readouterr().out
    assert words in output and "0 of 1 can be read" in output and "!!  size" not in output
    with zipfile.ZipFile(solved / "tiny-staff.zip") as archive:
        assert (FILE in archive.namelist()) == (data is not None)
