"""A spec of a newer format is refused with one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.coursespec.loader import load_assignment, load_unfinished_problem
from scripts.coursespec.settings import FORMAT
from scripts.errors import SpecError
from tests.tiny import course_in, edit

NEWER = FORMAT + 1


@pytest.mark.parametrize(
    ("file", "key"), [("spec/assignments/tiny.toml", "course"), ("spec/problems/sums/problem.toml", "files")]
)
def test_refuses_newer_format_alone(spec: Path, file: str, key: str) -> None:
    """Keys that only the newer format has are not named beside it."""
    edit(spec, file, f"{key} =", f"format = {NEWER}\nunheard_of = 1\n{key} =")
    with pytest.raises(SpecError) as refused:
        load_assignment("tiny", course_in(spec))
    (sentence,) = refused.value.sentences
    assert sentence.startswith(f"{file}:2: ") and sentence.endswith("upgrade the kit with 'git pull'.")


def test_unfinished_problem_has_format_too(spec: Path) -> None:
    edit(spec, "spec/problems/sums/problem.toml", "files =", f"format = {NEWER}\nfiles =")
    with pytest.raises(SpecError, match=f"has format {NEWER}"):
        load_unfinished_problem("sums", course_in(spec))


def test_reads_current_format(spec: Path) -> None:
    edit(spec, "spec/assignments/tiny.toml", "course =", f"format = {FORMAT}\ncourse =")
    assert load_assignment("tiny", course_in(spec)).settings.format == FORMAT


@pytest.mark.parametrize("wrong", ["0", '"1"', "1.5"])
def test_refuses_what_is_no_format(spec: Path, wrong: str) -> None:
    edit(spec, "spec/assignments/tiny.toml", "course =", f"format = {wrong}\ncourse =")
    with pytest.raises(SpecError, match=r"^spec/assignments/tiny\.toml:2: the key 'format' has the wrong kind"):
        load_assignment("tiny", course_in(spec))
