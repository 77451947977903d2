"""Read free-response questions: ``questions.md`` of a problem.

A question is ``## 1. Title {#id points=0.25}`` and a prompt, then ``### Rubric`` and ``### Model answer``, which stay
with staff.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scripts.errors import SpecError

_HEAD = re.compile(r"^## +(?P<title>.*?) *(?P<marks>\{[^}]*\})? *$")
_MARKS = re.compile(r"^\{#(?P<id>[A-Za-z][\w-]*) +points=(?P<points>\d+(?:\.\d+)?)\}$")
_PROMISE = re.compile(r"^- (\d+(?:\.\d+)?) points?\b", re.MULTILINE)  # how a rubric's item begins


@dataclass(frozen=True)
class Question:
    """One free-response question."""

    id: str
    title: str
    points: float
    prompt: str
    rubric: str
    answer: str
    line: int  # of its heading


def read_questions(text: str, display_path: str) -> tuple[str, list[Question]]:
    """Read the text of a ``questions.md``; ``display_path`` is how messages name the file.

    Returns:
        What stands before the first question, and the questions.

    Raises:
        SpecError: a heading without id and points, a part that is missing, empty or unknown, an id used twice.
    """
    intro: list[str] = []
    questions: list[Question] = []
    complaints: list[str] = []
    fenced = False
    blocks: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if not fenced and line.startswith("## "):
            blocks.append((number, line, []))
        elif blocks:
            blocks[-1][2].append(line)
        else:
            intro.append(line)
    for number, line, body in blocks:
        try:
            questions.append(_question(number, line, body, display_path))
        except SpecError as error:
            complaints += error.sentences
    seen: dict[str, int] = {}
    for question in questions:
        if question.id in seen:
            complaints.append(
                f"{display_path}:{question.line}: the id '{question.id}' is already that of line {seen[question.id]}; "
                "choose another."
            )
        seen[question.id] = question.line
    if complaints:
        raise SpecError(complaints)
    return "\n".join(intro).strip(), questions


def _question(number: int, line: str, body: list[str], display_path: str) -> Question:
    head = _HEAD.match(line)
    marks = _MARKS.match((head["marks"] or "").strip()) if head else None
    if head is None or marks is None:
        raise SpecError(
            f"{display_path}:{number}: a question's heading ends in its id and points, such as {{#why points=0.25}}."
        )
    if float(marks["points"]) <= 0:
        raise SpecError(f"{display_path}:{number}: the question '{marks['id']}' is worth no points; give it some.")
    parts: dict[str, list[str]] = {"": []}
    current, fenced = "", False
    for offset, text in enumerate(body, number + 1):
        if text.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if not fenced and text.startswith("### "):
            current = text[4:].strip()
            if current not in ("Rubric", "Model answer"):
                raise SpecError(
                    f"{display_path}:{offset}: '{current}' is not a part of a question; use ### Rubric and ### Model answer."
                )
            if current in parts:
                raise SpecError(f"{display_path}:{offset}: this question has a second '### {current}'; keep one.")
            parts[current] = []
        else:
            parts[current].append(text)
    joined = {name: "\n".join(lines).strip() for name, lines in parts.items()}
    for name, label in (("", "a prompt"), ("Rubric", "a '### Rubric'"), ("Model answer", "a '### Model answer'")):
        if not joined.get(name):
            raise SpecError(f"{display_path}:{number}: the question '{marks['id']}' lacks {label}; write it.")
    promised = sum(float(points) for points in _PROMISE.findall(joined["Rubric"]))
    if promised > float(marks["points"]) + 1e-9:
        raise SpecError(
            f"{display_path}:{number}: the rubric of '{marks['id']}' gives {promised:g} points, and the question is worth "
            f"{float(marks['points']):g}; change one of them."
        )
    title = re.sub(r"^\d+[.)]\s*", "", head["title"]).strip()
    return Question(
        marks["id"], title, float(marks["points"]), joined[""], joined["Rubric"], joined["Model answer"], number
    )
