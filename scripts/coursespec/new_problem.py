"""Make the folder of a new problem, with blanks to fill in; every blank says FILL."""

from __future__ import annotations

import re
from pathlib import Path

from scripts.coursespec.course import ROOT
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import problem_names
from scripts.errors import SpecError

FILES = {
    "problem.toml": """\
title = "{title}"
origin = "FILL: the hand-out this comes from, or 'ours'"
files = ["src/{name}.py"]  # what students edit

# Of every test, where the defaults (20 s of CPU, 60 s in all, 2048 MB) do not fit:
# [limits]
# cpu_seconds = 20
""",
    "handout.md": """\
# {title}

FILL: what this is about, in two sentences.

Write `double(x)` in `src/{name}.py`: `x` is a float tensor of any shape, and the result a tensor of the same shape and
dtype. For `x = [1, 2]` it gives `[2, 4]`.

FILL: replace `double` by the real task, with shapes, dtypes, a worked example and the pitfalls worth teaching.
""",
    "src/{name}.py": '''\
"""{title}."""

from __future__ import annotations

import torch


def double(x: torch.Tensor) -> torch.Tensor:
    """Twice ``x``, same shape and dtype. FILL: the real task, here and below."""
    # BEGIN SOLUTION
    return x + x
    # END SOLUTION
''',
    "public/test_examples.py": '''\
"""The examples of the hand-out."""

import torch

from testkit import check, number, weight


@number("1")
@weight(1)
def test_worked_example(student):
    """double gives the result worked in the hand-out (FILL)."""
    double = student.module("src.{name}").double
    check.close(double(torch.tensor([1.0, 2.0])), torch.tensor([2.0, 4.0]), what="double of the example")
''',
    "hidden/test_outputs.py": '''\
"""Fresh random inputs. FILL: also shapes, gradients, behaviour, each in a file of that name."""

import torch

from testkit import check, number, weight


@number("2")
@weight(2)
def test_random_inputs(student, rng):
    """double agrees with its definition on random inputs (FILL)."""
    double = student.module("src.{name}").double
    x = torch.randn(4, 5, generator=rng)
    check.close(double(x), 2 * x, what="double of a random tensor", hint="FILL: what to think about, not the answer")
''',
    "mistakes/squares.py": '''\
"""This is what comes out when the numbers are squared. FILL: name the misconception of this mistake."""

FAILS = ["public/test_examples.py::test_worked_example", "hidden/test_outputs.py::test_random_inputs"]


def double(x):
    return x * x
''',
    "alternatives/by_multiplying.py": '''\
"""Multiplies instead of adding. FILL: another right way."""


def double(x):
    return 2 * x
''',
    "questions.md": """\
## 1. FILL: title {{#{name}-why points=0.5}}

FILL: the question. Delete this file if there is none.

### Rubric

FILL: what earns how much.

### Model answer

FILL: an answer that earns everything.
""",
}


def new_problem(name: str, title: str, root: Path = ROOT) -> Path:
    """Write the folder of a problem called ``name`` and return it.

    Raises:
        SpecError: the name cannot be one, or is taken.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        near = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        raise SpecError(
            f"NAME={name}: a problem's name is lower-case letters, digits and underscores, such as '{near or 'sums'}'."
        )
    folder = root / "spec" / "problems" / name
    if folder.exists() or name in problem_names(root):
        raise SpecError(f"NAME={name}: {folder.relative_to(root)} is there already; choose another name or delete it.")
    if "\n" in title or '"' in title or "\\" in title:
        raise SpecError("TITLE: write it on one line, without double quotes and backslashes.")
    fill = {"name": name, "title": title}
    write_tree(folder, {path.format(**fill): text.format(**fill).encode() for path, text in FILES.items()})
    return folder
