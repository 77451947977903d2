"""Which functions are compared, how much of them is enough, and what is shown of them."""

from __future__ import annotations

import html
import re

import pytest

from scripts.classroom.similarity.pairs import Pair, compare
from scripts.classroom.similarity.side_by_side import render_pair

PATH = "src/work.py"
METHODS = "class {}:\n    def run(self, x):\n{}\n\nclass {}:\n    def run(self, x):\n{}\n"
SKELETON = {PATH: METHODS.format("One", "        ...\n", "Two", "        ...\n") + "\n\ndef work(x):\n    ...\n"}


def body(*numbers: int) -> str:
    """Return statements that hang together, and of which those of other numbers are others."""
    return "".join(f"    x = x.step_{number}(x, {number}) + {number} * x\n" for number in numbers)


def work(*numbers: int, name: str = "work") -> str:
    return f"def {name}(x):\n{body(*numbers)}    return x\n"


def find(left: str, right: str) -> list[Pair]:
    return list(compare({"ann": {PATH: left}, "bo": {PATH: right}}, SKELETON).pairs)


def test_less_than_most_of_a_function_is_no_pair() -> None:
    """Seven statements of ten in common are often chance; nine are not."""
    original = work(*range(10))
    assert find(original, work(*range(7), 17, 18, 19)) == []
    (pair,) = find(original, work(*range(9), 19))
    assert 0.8 < pair.score < 1


def test_methods_of_one_name_are_told_apart() -> None:
    """The same method of both is compared, not one class's with the other's."""
    inside = re.sub(r"^", "    ", body(*range(10)), flags=re.MULTILINE).rstrip(" ") + "        return x\n"
    other = re.sub(r"^", "    ", body(*range(20, 30)), flags=re.MULTILINE).rstrip(" ") + "        return x\n"
    (pair,) = find(METHODS.format("One", inside, "Two", other), METHODS.format("Two", other, "One", inside))
    assert [(part.name, part.score) for part in pair.parts] == [("One.run", 1.0), ("Two.run", 1.0)]
    assert find(METHODS.format("One", inside, "Two", other), METHODS.format("One", other, "Two", inside)) == []


@pytest.mark.parametrize(
    ("head", "tail"),
    [
        ("if True:\n", ""),
        ("if False:\n    pass\nelse:\n", ""),
        ("try:\n", "except ImportError:\n    pass\n"),
        ("try:\n    import cupy\nexcept ImportError:\n", ""),
        ("with open(__file__):\n", ""),
        ("for _ in range(1):\n", ""),
    ],
)
def test_functions_inside_statements_are_compared(head: str, tail: str) -> None:
    """A library that may be missing, or a switch, hides no copy."""
    inside = re.sub(r"^", "    ", work(*range(10)), flags=re.MULTILINE).rstrip(" ")
    assert [pair.score for pair in find(work(*range(10)), head + inside + tail)] == [1.0]


def test_helpers_come_after_what_was_asked_for() -> None:
    helper = work(*range(20, 30), name="my_helper")
    (pair,) = find(f"{helper}\n\n{work(*range(10))}", f"{work(*range(10))}\n\n{helper.replace('my_helper', 'other')}")
    assert [part.name for part in pair.parts] == ["work", ""]


def test_shown_lines_are_the_functions_own() -> None:
    """With their numbers in the file, whatever ends its lines."""
    text = f"# mine\n\n\n{work(*range(10))}"
    (pair,) = find(text, text.replace("\n", "\r\n"))
    page = render_pair(pair, {PATH: text}, {PATH: text.replace("\n", "\r\n")})
    left, right = (html.unescape(one) for one in re.findall(r"<pre>(.*?)</pre>", page, flags=re.DOTALL))
    lines = text.split("\n")
    shown = [f"{number:>4} <mark>{lines[number - 1]}</mark>" for number in range(5, 16)]
    assert left == right == "\n".join([f"   4 {lines[3]}", *shown])
