"""The names that a graded test is written with, on a student's machine and in the grader alike.

A test takes the fixture ``student`` and asks it for the student's modules::

    @number("2.1")
    @weight(2)
    def test_worked_example(student):
        \"\"\"conv1d gives the outputs worked by hand in the hand-out.\"\"\"
        conv1d = student.module("src.convolution").conv1d
        check.close(conv1d(signal, kernel), [0, 2, 7, 8], hint="...")

On a student's machine these are their real modules; in the grader they are proxies of modules in another process, where
only plain data comes back. So a test calls functions, reads attributes and passes objects on, and does nothing else.
"""

import importlib
from typing import TYPE_CHECKING, Any

from gradescope_utils.autograder_utils.decorators import (
    leaderboard,
    number,
    partial_credit,
    tags,
    visibility,
    weight,
)

from .marks import limit

if TYPE_CHECKING:
    from . import accuracy_checks, check, controls, handed_in, model_checks

__all__ = [
    "accuracy_checks",
    "check",
    "controls",
    "handed_in",
    "leaderboard",
    "limit",
    "model_checks",
    "number",
    "partial_credit",
    "tags",
    "visibility",
    "weight",
]


def __getattr__(name: str) -> Any:
    """Import the modules of checks when they are first asked for: they need torch, ``source_rules`` does not."""
    if name in ("accuracy_checks", "check", "controls", "handed_in", "model_checks"):
        return importlib.import_module(f".{name}", __name__)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
