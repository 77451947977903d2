"""The table of everything that a graded test is written with, made from the docstrings of the test kit.

It stands in ``spec/README.md`` between two markers; ``make render`` writes it anew.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import testkit
from testkit import accuracy_checks, check, controls, effect_checks, handed_in, marks, model_checks, probes, remarks
from testkit.fixtures import GradedFixtures
from testkit.probes import effects

_BEGIN = "<!-- from the docstrings of the test kit; make render writes this table -->"
_END = "<!-- end of the table -->"
_OTHERS_MARKS = ("number", "weight", "partial_credit", "visibility", "tags", "leaderboard")


def update_table(text: str) -> str:
    """Return the text of ``spec/README.md`` with its table as the docstrings are now.

    Raises:
        ValueError: the markers are not there.
    """
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"spec/README.md has no table to write: it needs '{_BEGIN}' and '{_END}'.")
    return f"{before}{_BEGIN}\n{make_table()}\n{_END}{after}"


def make_table() -> str:
    """Return the table in Markdown: how each name is written, and the first sentence of its docstring."""
    rows = [
        *_functions(check, "check."),
        *_functions(controls, "controls."),
        *_functions(model_checks, "model_checks."),
        *_functions(accuracy_checks, "accuracy_checks."),
        *_functions(effect_checks, "effect_checks."),
        *_functions(effects, "effects.", only=("prepare", "set_modes", "state")),
        *_functions(handed_in, "handed_in."),
        *_functions(remarks, "remarks.", only=("tell_staff",)),
        *((f"student.tools.{name}", getattr(probes, name)) for name in probes.__all__),
        *((f"@{name}", getattr(testkit, name)) for name in _OTHERS_MARKS),
        *_functions(marks, "@"),
    ]
    lines = [f"| `{name}{_arguments(function)}` | {_summary(function)} |" for name, function in rows]
    fixtures = [f"| `{name}` | {_summary(function)} |" for name, function in _fixtures()]
    return "\n".join(["| in a test | what it does |", "|---|---|", *lines, "| **fixtures** | |", *fixtures])


def _functions(module: Any, prefix: str, only: tuple[str, ...] = ()) -> Iterator[tuple[str, Callable[..., Any]]]:
    for name, value in vars(module).items():
        own = inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")
        if own and (not only or name in only):
            yield prefix + name, value


def _fixtures() -> Iterator[tuple[str, Any]]:
    for name, value in vars(GradedFixtures).items():
        if not name.startswith("_") and not inspect.isfunction(value):  # pytest wraps a fixture in an object of its own
            yield name, value


def _arguments(function: Any) -> str:
    """Return the names of the parameters, without types and defaults."""
    names = []
    for parameter in inspect.signature(function).parameters.values():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            names.append(str(parameter).partition(":")[0])
        else:
            names.append(parameter.name + ("" if parameter.default is parameter.empty else "="))
    return f"({', '.join(names)})"


def _summary(function: Any) -> str:
    """Return the first sentence of a docstring, as it can stand in a cell."""
    words = " ".join(inspect.cleandoc(function.__doc__ or "").split("\n\n")[0].split())
    sentence = re.split(r"(?<=[.:])\s", words, maxsplit=1)[0].rstrip(".:")
    return sentence.replace("``", "`").replace("|", "\\|")
