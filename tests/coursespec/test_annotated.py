"""Annotated source that cannot be taken apart is refused with the line and the fix."""

from __future__ import annotations

import pytest

from scripts.coursespec.annotated import parse
from scripts.errors import SpecError

# (text, line, what the sentence says)
REGIONS = {
    "unclosed": ("def f():\n    # BEGIN SOLUTION\n    return 1\n", 2, "never closed"),
    "nested": ("def f():\n    # BEGIN SOLUTION\n    # BEGIN SOLUTION\n    return 1\n", 3, "line 2"),
    "empty": ("def f():\n    # BEGIN SOLUTION\n    # END SOLUTION\n    return 1\n", 2, "no code"),
    "only comments": ("def f():\n    # BEGIN SOLUTION\n    # x\n    # END SOLUTION\n    return 1\n", 2, "no code"),
    "end mis-indented": ("def f():\n    # BEGIN SOLUTION\n    return 1\n# END SOLUTION\n", 4, "indented by 0"),
    "begin mis-indented": ("def f():\n# BEGIN SOLUTION\n    return 1\n# END SOLUTION\n", 2, "indentation of the code"),
    "code mis-indented": (
        "def f(x):\n    if x:\n        # BEGIN SOLUTION\n        return 1\n    return 2\n        # END SOLUTION\n",
        5, "indented less",
    ),
    "end alone": ("def f():\n    return 1\n    # END SOLUTION\n", 3, "no '# BEGIN SOLUTION'"),
    "stub alone": ("def f():\n    # STUB\n    return 1\n", 2, "no '# BEGIN SOLUTION'"),
    "two stubs": ("def f():\n    # BEGIN SOLUTION\n    x\n    # STUB\n    # STUB\n    # END SOLUTION\n", 5, "second"),
    "stub of code": ("def f():\n    # BEGIN SOLUTION\n    x\n    # STUB\n    y\n    # END SOLUTION\n", 5, "begin this"),
    "stub without its marker": (
        "def f():\n    # BEGIN SOLUTION\n    return 1\n    # return None  # TODO: what?\n    # END SOLUTION\n",
        4, "write '# STUB' above",
    ),
    "stub misspelt": ("def f():\n    # BEGIN SOLUTION\n    x\n    # STUBS\n    # END SOLUTION\n", 4, "almost a marker"),
    "almost a marker": ("def f():\n    # Begin solution\n    return 1\n", 2, "almost a marker"),
    "top level without stub": ("# BEGIN SOLUTION\nx = 1\n# END SOLUTION\n", 1, "outside any function"),
    "not Python": ("def f(:\n    pass\n", 1, "not valid Python"),
}  # fmt: skip


@pytest.mark.parametrize("what", REGIONS)
def test_refuses_broken_region(what: str) -> None:
    text, line, says = REGIONS[what]
    with pytest.raises(SpecError) as refused:
        parse(text, "src/a.py")
    (sentence,) = refused.value.sentences
    assert sentence.startswith(f"src/a.py:{line}: ") and says in sentence


def test_refuses_unparsable_student_version() -> None:
    text = "def f(x):\n    y = 1\n    # BEGIN SOLUTION\n    return y\n    # STUB\n    # return (\n    # END SOLUTION\n"
    with pytest.raises(SpecError, match=r"^src/a\.py:3: the student's version does not parse"):
        parse(text, "src/a.py").student("A")


def test_markers_inside_strings_are_text() -> None:
    text = 'TEXT = """\n# BEGIN SOLUTION\n"""\n'
    assert parse(text, "src/a.py").regions == ()
