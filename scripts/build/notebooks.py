"""Make notebooks of an assignment's experiments: the scripts, cell by cell."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from scripts.coursespec.annotated import Annotated
from scripts.coursespec.files import Tree
from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.syntax import is_docstring, syntax
from scripts.studentkit.report.notebooks import ANSWERS_ID

Cell = dict[str, Any]

ANSWERS_COME_HERE = "*Your answers from `report/answers/` are put here when you hand in.*"

SETUP = """\
# Experiments run from the folder of the assignment. QUICK takes seconds on embedded data; put "0" for the whole run.
import os
import sys

os.environ["QUICK"] = "1"
if not os.path.isdir("report"):
    os.chdir("..")
sys.path.insert(0, os.getcwd())
%matplotlib inline"""


def make_notebooks(assignment: Assignment, *, solved: bool) -> Tree:
    """Make the notebooks of a release; the same spec gives the same bytes.

    Each experiment is a notebook, or the experiments of several problems are joined to the notebooks that the assignment asks for.
    """

    def read(problem: Problem, source: Annotated) -> str:
        return source.staff() if solved else source.student(problem.title)

    tree: Tree = {}
    for part in assignment.settings.hand_in.parts:
        tree[part.file] = _joined([_of(assignment, name) for name in part.problems], read, assignment)
    for path, (problem, source) in _sources(assignment).items():
        tree[path] = _as_notebook(_with_setup(_experiment(read(problem, source), f"# {problem.title}")))
    return tree


def list_notebooks(assignment: Assignment) -> list[str]:
    """List the paths of the notebooks in a release."""
    return [*(part.file for part in assignment.settings.hand_in.parts), *_sources(assignment)]


def _of(assignment: Assignment, name: str) -> Problem:
    return next(problem for problem in assignment.problems if problem.name == name)


def _sources(assignment: Assignment) -> dict[str, tuple[Problem, Annotated]]:
    """Return the experiments that are notebooks of their own, by the notebook's path."""
    joined = {name for part in assignment.settings.hand_in.parts for name in part.problems}
    return {
        f"notebooks/{PurePosixPath(path).stem}.ipynb": (problem, source)
        for problem in assignment.problems
        for path, source in _with_cells(problem)
        if problem.name not in joined
    }


def _with_cells(problem: Problem) -> list[tuple[str, Annotated]]:
    return [(path, source) for path, source in problem.experiments.items() if "# %%" in source.staff()]


def _joined(problems: list[Problem], read: Callable[[Problem, Annotated], str], assignment: Assignment) -> bytes:
    """Join problems to a notebook: each one's experiments, and a place for its answers."""
    asked = {one.problem.name for one in assignment.questions}
    cells: list[Cell] = []
    for problem in problems:
        cells.append(_markdown(f"# {problem.title}"))
        for _, source in _with_cells(problem):
            cells += _experiment(read(problem, source), "")
        if problem.name in asked:
            cells.append({**_markdown(ANSWERS_COME_HERE), "id": f"{ANSWERS_ID}{problem.name}"})
    return _as_notebook(_with_setup(cells))


def _experiment(text: str, heading: str) -> list[Cell]:
    """Return the cells of an experiment, from the first, which says what it is about."""
    about, code = _split_docstring(text)
    cells = list(_cells(code))
    if about or not cells or cells[0]["cell_type"] != "markdown":
        cells.insert(0, _markdown(f"{heading}\n\n{about}".strip()))
    return cells


def _with_setup(cells: list[Cell]) -> list[Cell]:
    has_code = any(cell["cell_type"] == "code" for cell in cells)
    return [cells[0], _code(SETUP), *cells[1:]] if has_code else cells


def _as_notebook(cells: list[Cell]) -> bytes:
    notebook = {
        "cells": [{"id": f"cell-{number}", **cell} for number, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _cells(code: str) -> Iterator[Cell]:
    """Yield the cells of a script that are not empty.

    Jupytext reads more than this, and importing it takes longer than making all the notebooks.
    """
    for part in re.split(r"^(?=# %%)", code, flags=re.MULTILINE):
        head, _, body = part.partition("\n") if part.startswith("# %%") else ("", "", part)
        source = body.rstrip()
        if source and "[markdown]" in head:
            yield _markdown(re.sub(r"^# ?", "", source, flags=re.MULTILINE))
        elif source:
            yield _code(source)


def _markdown(source: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": source.splitlines(keepends=True)}


def _code(source: str) -> Cell:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": lines}


def _split_docstring(text: str) -> tuple[str, str]:
    """Return a module's docstring, and the module without it."""
    body = syntax(text).body
    first = body[0] if body else None
    if first is None or not is_docstring(first):
        return "", text
    lines = text.split("\n")
    return ast.get_docstring(syntax(text)) or "", "\n".join(lines[first.end_lineno or 0 :]).lstrip("\n")
