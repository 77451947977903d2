"""Notebooks that are handed in: with the written answers in them where a course wants that, and as pages of HTML."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .contents import Contents, Number
from .formatting import format_points, format_value
from .markdown import ReportError, find_pandoc

STYLE = """<style>
body { max-width: 54rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 Georgia, serif; color: #1c2733; }
pre { padding: .6rem .8rem; overflow-x: auto; font-size: 13px; line-height: 1.4; }
.code div.sourceCode { background: #f3f6f9; }
.output pre { border-left: 3px solid #c9d3dd; }
.output.error pre { border-color: #b3261e; }
.output img { max-width: 100%; }
table { border-collapse: collapse; } td, th { padding: .2rem .6rem; }
</style>"""
ANSWERS_ID = "answers-"  # begins the id of the cell behind a problem's experiments; its answers take that cell's place
NOT_ANSWERED = "*Not answered.*"  # in place of an answer
MAX_SECONDS = 120  # a limit for a pandoc that hangs


def convert_notebook(notebook: Path) -> str:
    """Return a notebook with its outputs as one self-contained page of HTML.

    Raises:
        ReportError: pandoc cannot convert it.
    """
    command = [find_pandoc(), "--from=ipynb", "--to=html5", "--standalone", "--embed-resources", "--mathml"]
    command += [f"--resource-path={notebook.parent}", f"--metadata=pagetitle:{notebook.stem}"]
    command += [f"--variable=header-includes:{STYLE}", str(notebook.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=MAX_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReportError(f"notebooks/{notebook.name}: pandoc could not convert it to HTML ({error}).") from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["no reason given"]
        raise ReportError(f"notebooks/{notebook.name}: pandoc could not convert it to HTML ({reason[0]}).")
    return done.stdout.decode("utf-8", "replace")


def put_answers(notebook: Path, answers: Mapping[str, str]) -> str:
    """Return the text of a notebook with written answers in it.

    Args:
        notebook: as the student saved it.
        answers: Markdown by problem; where the notebook has lost a problem's place, the answers come at its end.

    Raises:
        ReportError: it is no notebook.
    """
    try:
        content = json.loads(notebook.read_text(encoding="utf-8"))
        cells = list(content["cells"])
        places = {cell.get("id"): index for index, cell in enumerate(cells)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReportError(
            f"notebooks/{notebook.name} is not a notebook that can be read; save it again in Jupyter"
        ) from error
    for problem, text in answers.items():
        id = f"{ANSWERS_ID}{problem}"
        cell = {"cell_type": "markdown", "id": id, "metadata": {}, "source": text.splitlines(keepends=True)}
        if id in places:
            cells[places[id]] = cell
        else:
            cells.append(cell)
    return json.dumps({**content, "cells": cells}, indent=1, ensure_ascii=False) + "\n"


def answers_as_markdown(contents: Contents, problem: str) -> str:
    """Return the answers to a problem's questions as Markdown that Jupyter shows; "" where there are no questions."""
    parts = []
    for question in contents.questions:
        if question.problem == problem:
            text = re.sub(r"<!--.*?-->", "", contents.texts[question.id], flags=re.DOTALL).strip()
            text = re.sub(r"\]\((?:\.\./)?figures/", "](report/figures/", text)
            text = re.sub(r"\{\{\s*([\w.-]+)\s*(?::([^}]*))?\}\}", lambda found: _number(contents, found), text)
            numbers = [_answered(contents, number) for number in contents.numbers_of(question.id)]
            heading = f"## Question {question.number}. {question.title} ({format_points(question.points)})"
            parts += [heading, *(["\n".join(numbers)] if numbers else []), text or NOT_ANSWERED]
    return "\n\n".join(parts) + "\n" if parts else ""


def _answered(contents: Contents, number: Number) -> str:
    """Return an item of a list for a number that a test judges."""
    value = contents.value(number)
    return f"- {number.ask} **{'not given' if value is None else format_value(value)}** {number.unit}"


def _number(contents: Contents, found: re.Match[str]) -> str:
    """Return the number that an answer names, in the format that it asks for."""
    try:
        return format(contents.metrics[found[1]], found[2] or "")
    except (KeyError, ValueError, TypeError):
        return f"no number {found[1]}"


def find_missing_outputs(notebook: Path) -> str:
    """Say what is wrong with the outputs of a notebook; "" where every cell was run."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        code = [cell for cell in cells if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
        open_ones = sum(cell.get("execution_count") is None for cell in code)
        failed = any(output["output_type"] == "error" for cell in code for output in cell.get("outputs", []))
    except (OSError, ValueError, KeyError, TypeError):
        return "is not a notebook that can be read; save it again in Jupyter"
    if open_ones:
        return f"has {open_ones} cells without a result; run all its cells, and save it"
    return "ended with an error; fix that cell, run all cells, and save it" if failed else ""
