"""Make notebooks of an assignment's experiments: the scripts, cell by cell."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from scripts.coursespec.annotated import Annotated
from scripts.coursespec.files import Tree
from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.syntax import is_docstring, syntax

Cell = dict[str, Any]

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
    """Make ``notebooks/<experiment>.ipynb`` for every experiment; the same spec gives the same bytes."""
    return {
        path: _notebook(source.staff() if solved else source.student(problem.title), problem.title)
        for path, (problem, source) in _sources(assignment).items()
    }


def list_notebooks(assignment: Assignment) -> list[str]:
    """List the paths of the notebooks in a release."""
    return list(_sources(assignment))


def _sources(assignment: Assignment) -> dict[str, tuple[Problem, Annotated]]:
    return {
        f"notebooks/{PurePosixPath(path).stem}.ipynb": (problem, source)
        for problem in assignment.problems
        for path, source in problem.experiments.items()
        if "# %%" in source.staff()
    }


def _notebook(text: str, title: str) -> bytes:
    about, code = _split_docstring(text)
    cells = list(_cells(code))
    if about or not cells or cells[0]["cell_type"] != "markdown":
        cells.insert(0, _markdown(f"# {title}\n\n{about}".strip()))
    cells.insert(1, _code(SETUP))
    notebook = {
        "cells": [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells)],
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
