"""Whose a submission is, and of which assignment."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.submission import SubmissionError, collect
from autograder.submission.about import About, read_about
from tests.submission.samples import manifest, write_files

FILES = {"src/models.py": "x = 1\n"}


def about(text: str) -> dict[str, str]:
    return FILES | {"report/about.toml": text}


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ('name = "Ada Lovelace"\nid = "ab123"\n', "Ada Lovelace (ab123)"),
        ('name = "Ada"\n', "Ada"),
        ("id = 17\n", "17"),
        ('name = "A\\u001b[31m  B"\n', "A [31m B"),
        ("name = [1]\n", ""),
        ("name = ", ""),
        ("", ""),
    ],
)
def test_author_is_read_from_about(tmp_path: Path, text: str, author: str) -> None:
    assert collect(write_files(tmp_path / "in", about(text)), manifest()).author == author


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a" * 100_000, b"[" * 19_000, b"name = 1979-05-27"])
def test_bad_about_costs_nothing(data: bytes) -> None:
    assert read_about(data) == About()


def test_other_assignment_is_recognised(tmp_path: Path) -> None:
    """Work for another assignment is refused before it is graded, in a sentence that names both."""
    mine = manifest().assignment
    collect(write_files(tmp_path / "right", about(f'assignment = "{mine}"\n')), manifest())
    with pytest.raises(SubmissionError, match=rf"'elsewhere'.*'{mine}'"):
        collect(write_files(tmp_path / "wrong", about('assignment = "elsewhere"\n')), manifest())
