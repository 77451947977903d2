"""A student's tree with a report of three questions, for tests of the report."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pypdfium2

from scripts.build.student_tree import render
from scripts.coursespec.course import ROOT
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import load_assignment
from scripts.studentkit.report.build import Report, build_report
from scripts.studentkit.report.contents import Contents, read_contents
from tests.tiny import course_in, edit, write_spec

MORE_QUESTIONS = """

## 2. Many terms {#many points=1.5}

How large is the error of $\\sum_{i=1}^{n} x_i$? Give `total` too.

### Rubric

Everything for the order of magnitude with a reason that mentions the number of terms.

### Model answer

It grows at worst like the number of terms times the unit roundoff times the largest partial sum.

## 3. A picture {#picture points=1}

Draw it.

### Rubric

A picture of the error against the number of terms, with axes that have names.

### Model answer

![The error](figures/error.svg)
"""
NUMBERS = """
[[numbers]]
id = "total"
ask = "What do the weights 31.25, 17.5 and 1000.0625 add up to?"
unit = "kilograms"
answer = 1048.8125
question = "many"

[[numbers]]
id = "parts"
ask = "The three of them, halved."
unit = "kilograms"
answer = [15.625, 8.75, 500.03125]
"""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30"><rect width="60" height="30" fill="teal"/></svg>'
)


def write_course(root: Path) -> Path:
    """Write the small spec of ``tests.tiny`` with everything of the report and of the hand-in."""
    write_spec(root)
    shutil.copytree(
        ROOT / "spec" / "provided",
        root / "spec" / "provided",
        dirs_exist_ok=True,
        ignore=shutil.ignore_patterns("__pycache__", "data"),
    )
    for path, more in (("questions.md", MORE_QUESTIONS), ("problem.toml", NUMBERS)):
        file = root / "spec" / "problems" / "sums" / path
        file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    return root


def write_student(root: Path, *, solved: bool = False) -> Path:
    """Write the tree that a student of that course works in."""
    course = write_course(root / "course")
    write_tree(root / "student", render(load_assignment("tiny", course_in(course)), solved=solved))
    return root / "student"


def answer(tree: Path, question: str, text: str) -> None:
    """Write an answer below the comment that its file begins with."""
    path = tree / "report" / "answers" / f"{question}.md"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def line_of(tree: Path, part: str) -> int:
    """Return the line of the first answer that holds ``part``."""
    lines = (tree / "report" / "answers" / "order.md").read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if part in line)


def about(tree: Path, **fields: object) -> None:
    """Fill in ``report/about.toml``."""
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in fields.items())
    (tree / "report" / "about.toml").write_text(lines, encoding="utf-8")


def made(tree: Path, *, latex: bool = False) -> tuple[Contents, Report]:
    contents = read_contents(tree)
    return contents, build_report(contents, latex=latex, system_fonts=False)


def pages(pdf: bytes) -> list[str]:
    """Return the text of every page, each on one line, without ligatures and hyphens."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    return [re.sub(r"\s+", " ", text.replace("ﬁ", "fi").replace("ﬂ", "fl")) for text in texts]


__all__ = ["PICTURE", "about", "answer", "edit", "line_of", "made", "pages", "write_course", "write_student"]
