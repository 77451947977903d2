"""What the user gives to make reaches the command as it stands, and none of it is run."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RECIPE = ".venv/bin/python"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A repository whose Python writes its arguments down, one a line, and does nothing else."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for path, text in {"scripts/setup.sh": "exit 0\n", RECIPE: 'printf "%s\\n" "$@" > arguments\n'}.items():
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(f"#!/bin/sh\n{text}")
        (tmp_path / path).chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    ["a b.zip", 'a"b', "a'b", "$(touch x)", "$(shell touch x)", "`touch x`", "; touch x", "$HOME", "$$", "-x", "Übung"],
)
@pytest.mark.parametrize(
    ("target", "variable"),
    [
        ("grade", "SUBMISSION"),
        ("grade", "OUT"),
        ("new-problem", "NAME"),
        ("check", "PROBLEM"),
        ("release", "ASSIGNMENT"),
        ("new-course", "NAME"),
        *((target, "COURSE") for target in ("check", "release", "grade", "sample", "calibrate", "new-problem")),
    ],
)
def test_names_are_passed_not_run(course: Path, target: str, variable: str, name: str) -> None:
    subprocess.run(["make", target, f"{variable}={name}"], cwd=course, check=True, capture_output=True)
    arguments = (course / "arguments").read_text().splitlines()
    assert name in arguments or {f"--out={name}", f"--course={name}"} & set(arguments)
    assert not (course / "x").exists()


@pytest.mark.parametrize(
    ("target", "variable", "option"),
    [
        ("autograder.zip", "NEW_SEED", "--new-seed"),
        ("regrade", "APPLY", "--apply"),
        ("regrade", "TAKE_BACK", "--take-back"),
        ("publish", "UNMARKED", "--unmarked"),
        ("handout", "STAFF", "--staff"),
        ("sample", "FULL", "--full"),
    ],
)
@pytest.mark.parametrize(("value", "is_on"), [("1", True), ("yes", True), ("0", False), ("no", False), ("", False)])
def test_zero_switches_nothing_on(
    course: Path, target: str, variable: str, option: str, value: str, is_on: bool
) -> None:
    subprocess.run(["make", target, f"{variable}={value}"], cwd=course, check=True, capture_output=True)
    assert (option in (course / "arguments").read_text().splitlines()) == is_on
