"""An assignment says what its original asks; what is open, or worth other points here, is one sentence with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.coursespec.loader import load_assignment
from scripts.coursespec.original import serve_items
from scripts.coursespec.points import points_by_test
from scripts.errors import SpecError
from tests.tiny import course_in, edit, write_spec

TOML = "spec/assignments/tiny.toml"
ORIGINAL = """
[[original]]
item = "1"
what = "Sums"
points = 10.5

[[original]]
item = "1 a"
of = "1"
what = "The weighted sum"
points = 8.25
[original.by]
"code" = ["sums/*::test_worked_example", "sums/*::test_other_*", "order"]

[[original]]
item = "1 b"
of = "1"
what = "The mean"
points = 2.25
[original.by]
"code" = ["sums/*::test_mean", "order"]

[[original]]
item = "2"
what = "Steps"
[original.by]
"code" = ["steps/*"]
"which packages" = ["setting: packages", "handout: steps#Steps"]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_spec(tmp_path)
    toml = tmp_path / TOML
    toml.write_text(toml.read_text(encoding="utf-8") + ORIGINAL, encoding="utf-8")
    share = 'shares = [{ tests = ["*example", "hidden/*"], points = 8 }, { tests = ["*mean"], points = 2 }]'
    edit(tmp_path, TOML, "points = 10\n", f"points = 10\n{share}\n")
    return tmp_path


def test_items_have_their_points(root: Path) -> None:
    """Tests count where they are named, a question named twice is shared, and parts add up."""
    served = serve_items(load_assignment("tiny", course_in(root)))
    worth = [(one.item.item, one.depth, one.by_tests, one.in_report) for one in served]
    assert worth == [("1", 0, 10, 0.5), ("1 a", 1, 8, 0.25), ("1 b", 1, 2, 0.25), ("2", 0, 7.5, 0)]


def test_counts_scale_points(root: Path) -> None:
    edit(root, TOML, "[[problems]]", "[counts]\ntests = 35\nreport = 1\n\n[[problems]]")
    for old, new in (("10.5", "21"), ("8.25", "16.5"), ("2.25", "4.5")):
        edit(root, TOML, old, new)
    assert [one.given for one in serve_items(load_assignment("tiny", course_in(root)))] == [21, 16.5, 4.5, 15]


def test_shares_give_tests_points(root: Path) -> None:
    assignment = load_assignment("tiny", course_in(root))
    points = points_by_test(assignment.problems[0], assignment.entries["sums"])
    assert points == {
        "public/test_examples.py::test_worked_example": 2,
        "hidden/test_outputs.py::test_other_numbers": 6,
        "public/test_examples.py::test_mean": 2,
    }


# what is wrong: (old text, new text, the sentence's line, words in it)
WRONG = {
    "item twice": ('item = "1 b"', 'item = "1 a"', 31, "name of its own"),
    "part of nothing": ('of = "1"\nwhat = "The mean"', 'of = "3"\nwhat = "The mean"', 31, "no item above it"),
    "served and divided": ('of = "1"\nwhat = "The mean"', 'of = "1 a"\nwhat = "The mean"', 23, "move that to its parts"),
    "served by nothing": ('[original.by]\n"code" = ["sums/*::test_mean", "order"]\n', "", 31, "nothing serves '1 b'"),
    "a thing served by nothing": ('"code" = ["steps/*"]', '"code" = []', 42, "nothing serves 'code' of '2'"),
    "unknown question": ('"sums/*::test_mean", "order"', '"sums/*::test_mean", "oder"', 36, "did you mean 'order'?"),
    "unknown setting": ("setting: packages", "setting: package", 43, "did you mean 'setting: packages'?"),
    "setting that is not set": ("setting: packages", "setting: due", 43, "this assignment has no such"),
    "unknown heading": ("steps#Steps", "steps#Stop", 43, "did you mean 'handout: steps#Steps'?"),
    "test of no item": ('"sums/*::test_other_*", ', "", 18, "the test sums/hidden/test_outputs.py::test_other_numbers"),
    "parts of other points": ("points = 10.5", "points = 11", 20, "gives 11 points, and its parts 10.5"),
    "share too large": ('"*mean"], points = 2 }', '"*mean"], points = 3 }', 8, "add up to 11, and its points are 10"),
    "test in no share": ('"*example", "hidden/*"', '"*example"', 8, "test_other_numbers is in no shares of 'sums'"),
    "share of no test": ('"*mean"]', '"*mean", "*median"]', 8, "names *median"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "words"), WRONG.values(), ids=WRONG)
def test_wrong_items_are_refused(root: Path, old: str, new: str, line: int, words: str) -> None:
    edit(root, TOML, old, new)
    assert_refused(root, line, words)


def test_question_belongs_to_an_item(root: Path) -> None:
    for _ in range(2):
        edit(root, TOML, ', "order"]', "]")
    assert_refused(root, 18, "names the question 'order'")


def test_points_are_those_asked(root: Path) -> None:
    edit(root, TOML, "points = 8.25\n", "points = 8\n")
    edit(root, TOML, "points = 10.5\n", "points = 10.25\n")
    assert_refused(root, 26, "gives 8 points, and here it is worth 8.25 (8 by tests, 0.25 in the report)")


def assert_refused(root: Path, line: int, words: str) -> None:
    with pytest.raises(SpecError) as caught:
        load_assignment("tiny", course_in(root))
    assert len(caught.value.sentences) <= 2
    assert any(one.startswith(f"{TOML}:{line}: ") and words in one for one in caught.value.sentences)
