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


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('due = "9 October"', "key 'due' has the wrong kind of value (it takes a date with a time, such as"),
        (
            "[late]\npercent_per_day = '10 %'",
            "'percent_per_day' of [late] has the wrong kind of value (it takes a number,",
        ),
        ("[late]\npercent_per_week = 1", "the key 'percent_per_week' of [late] is not known; did you mean"),
        (
            "[ai]\npolicy = 'some'",
            "'policy' of [ai] has the wrong kind of value ('some'); write 'free', 'none' or 'tutor'.",
        ),
        ("[ai]\npolicies = 'none'", "the key 'policies' of [ai] is not known; did you mean 'policy'?"),
        ("[[policies]]\ntitle = 'Toolboxes'", "the key 'text' in entry 1 of [[policies]] is missing; add it."),
        ("[counts]\ntests = true", "the key 'tests' of [counts] has the wrong kind of value (it takes a number,"),
    ],
)
def test_says_what_a_key_takes(spec: Path, written: str, says: str) -> None:
    """The sentence names the table and line, and what belongs there in words that are not Python's."""
    file = spec / "spec/assignments/tiny.toml"
    text = file.read_text(encoding="utf-8")
    top, _, problems = text.partition("[[problems]]")
    line = top.count("\n") + written.count("\n") + (0 if "text" in says else 1)
    file.write_text(f"{top}{written}\n[[problems]]{problems}", encoding="utf-8")
    with pytest.raises(SpecError) as refused:
        load_assignment("tiny", course_in(spec))
    assert says in (said := refused.value.sentences[0]) and said.startswith(f"spec/assignments/tiny.toml:{line}: ")


def test_items_of_a_list_are_named_so(spec: Path) -> None:
    edit(spec, "spec/assignments/tiny.toml", "packages = [", "packages = [3, ")
    with pytest.raises(SpecError, match="of its items is a text in quotes, and one is a whole number"):
        load_assignment("tiny", course_in(spec))
