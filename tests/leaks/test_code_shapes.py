"""Code is recognised whatever its names are, and text that is called prose holds no code."""

from __future__ import annotations

import pytest

from scripts.build.student_tree import render
from scripts.coursespec.course import ROOT
from scripts.coursespec.files import Tree, files_below
from scripts.coursespec.syntax import is_prose, parsed, syntax
from scripts.leaks.check import LeakCheck
from scripts.leaks.code_shapes import fragments
from tests.kit import kit_assignment

LOOP = "for i in range(len(xs)):\n    self.total = self.total + xs[i] * ys[i]\n"


def keys(text: str) -> list[str]:
    return [fragment.key for fragment in fragments(syntax(text))]


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (LOOP.replace("xs", "first").replace("ys", "second").replace("total", "sum"), True),
        (LOOP.replace("ys", "xs"), False),
        (LOOP.replace("self", "model").replace("total", "weight"), False),
        (LOOP.replace("*", "+"), False),
    ],
    ids=["renamed", "one name for two", "attributes of something else", "another operator"],
)
def test_renaming_keeps_a_shape(text: str, same: bool) -> None:
    assert keys(LOOP)
    assert (keys(text) == keys(LOOP)) == same


def test_docstring_and_name_change_no_fragment() -> None:
    body = "    a = f(x, y, z)\n    return a + f(a, f(x, y, z), z)\n"
    plain, documented = f"def f(x, y, z):\n{body}", f'def f(x, y, z):\n    """Twice."""\n{body}'
    other = plain.replace("f", "g").replace("deg", "def")
    assert keys(plain) and keys(plain)[-1] == keys(documented)[-1] == keys(other)[-1]
    assert fragments(syntax(documented))[-1].line == 3


def test_prose_never_parses() -> None:
    lines = {
        line.strip()
        for file in files_below(ROOT / "spec" / "problems")
        if file.suffix in (".py", ".md")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    prose = [line for line in lines if is_prose(line)]
    assert len(prose) > 500
    assert [line for line in prose if parsed(line) or parsed(f"{line} pass")] == []


def test_changed_files_are_searched_again() -> None:
    assignment = kit_assignment("complete")
    tree: Tree = render(assignment, solved=False)
    path = assignment.editable[0]
    check = LeakCheck(assignment)
    check.look_at(tree)
    assert check.leaks(tree) == []
    assert {leak.file for leak in check.leaks(tree | {path: assignment.solution()[path].encode()})} == {path}
