"""Notebooks of an assignment's experiments, for those who rather work in Jupyter: the scripts, cell by cell."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath
from typing import Any

from scripts.annotated import Annotated
from scripts.files import Tree
from scripts.spec import Assignment, Problem
from scripts.syntax import is_docstring, syntax

SETUP = """\
# Experiments run from the folder of the assignment. QUICK takes seconds on embedded data; put "0" for the whole run.
import os
import sys

os.environ["QUICK"] = "1"
if not os.path.isdir("report"):
    os.chdir("..")
sys.path.insert(0, os.getcwd())
%matplotlib inline"""


def notebooks(assignment: Assignment, *, solved: bool) -> Tree:
    """``notebooks/<experiment>.ipynb`` for every experiment; the same spec gives the same bytes."""
    return {
        path: _notebook(source.staff() if solved else source.student(problem.title), problem.title)
        for path, (problem, source) in _sources(assignment).items()
    }


def notebook_paths(assignment: Assignment) -> list[str]:
    """Where the notebooks are in a release."""
    return list(_sources(assignment))


def _sources(assignment: Assignment) -> dict[str, tuple[Problem, Annotated]]:
    return {
        f"notebooks/{PurePosixPath(path).stem}.ipynb": (problem, source)
        for problem in assignment.problems
        for path, source in problem.experiments.items()
        if "# %%" in source.staff()
    }


def _notebook(text: str, title: str) -> bytes:
    import jupytext
    import nbformat.v4 as cells

    about, code = _parted(text)
    notebook: Any = jupytext.reads(code, fmt="py:percent")
    body = [cell for cell in notebook.cells if cell.source.strip()]
    if about or not body or body[0].cell_type != "markdown":
        body.insert(0, cells.new_markdown_cell(f"# {title}\n\n{about}".strip()))
    notebook.cells = [body[0], cells.new_code_cell(SETUP), *body[1:]]
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        cell.metadata = {}
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return (str(jupytext.writes(notebook, fmt="ipynb")).rstrip("\n") + "\n").encode()


def _parted(text: str) -> tuple[str, str]:
    """A module's docstring, and the module without it."""
    body = syntax(text).body
    first = body[0] if body else None
    if first is None or not is_docstring(first):
        return "", text
    lines = text.split("\n")
    return ast.get_docstring(syntax(text)) or "", "\n".join(lines[first.end_lineno or 0 :]).lstrip("\n")
