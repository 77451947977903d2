"""Read free-response questions: ``questions.md`` of a problem.

A question is ``## 1. Title {#id points=0.25}`` and a prompt, then ``### Rubric`` and ``### Model answer``, which stay
with staff. ``### Form`` after the prompt lists sections that the answer must have, and ``pages=1-2`` beside the points says
how long it is to be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from scripts.coursespec.fences import find_open_fences, number_lines
from scripts.errors import SpecError
from scripts.studentkit.report.forms import find_open_sections

_HEAD = re.compile(r"^## +(?P<title>.*?) *(?P<marks>\{[^}]*\})? *$")
_MARKS = re.compile(
    r"^\{#(?P<id>[A-Za-z][\w-]*) +points=(?P<points>\d+(?:\.\d+)?)(?: +pages=(?P<fewest>\d)-(?P<most>\d))? *\}$"
)
_SECTION = re.compile(r"^- (?P<title>[^:]+): +(?P<what>\S.*)$")  # of a form; what belongs there may go on, indented
_PROMISE = re.compile(r"^- (\d+(?:\.\d+)?) points?\b", re.MULTILINE)  # how a rubric's item begins


@dataclass(frozen=True)
class Section:
    """A section that an answer must have: its heading, and what belongs there."""

    title: str
    what: str


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
    prompt_line: int
    rubric_line: int
    answer_line: int
    form: tuple[Section, ...] = ()  # the answer's sections; none where it is free
    pages: tuple[int, int] | None = None  # the fewest and the most that the answer takes in the report

    @property
    def titles(self) -> list[str]:
        """The headings that the answer must have."""
        return [section.title for section in self.form]

    @property
    def full_prompt(self) -> str:
        """The prompt, and what the form asks for."""
        parts = [self.prompt]
        if self.form:
            parts.append("Use these headings:")
            parts.append("\n".join(f"- **{section.title}:** {section.what}" for section in self.form))
        if self.pages:
            fewest, most = self.pages
            length = f"{most} page{'s' if most > 1 else ''}" if fewest == most else f"{fewest} to {most} pages"
            parts.append(f"It takes {length} of your report; `python -m report.submission` counts them.")
        return "\n\n".join(parts)


def read_questions(text: str, display_path: str) -> tuple[str, list[Question]]:
    """Read the text of a ``questions.md``; ``display_path`` is how messages name the file.

    Returns:
        What stands before the first question, and the questions.

    Raises:
        SpecError: a heading without id and points, a part that is missing, empty or unknown, an id used twice, an open fence.
    """
    intro: list[str] = []
    questions: list[Question] = []
    complaints: list[str] = []
    blocks: list[tuple[int, str, list[str]]] = []
    open_fences = find_open_fences(text, display_path)
    if open_fences:  # it takes headings too, so whatever else is found is not so
        raise SpecError(open_fences)
    for number, line, fence in number_lines(text.split("\n")):
        if not fence and line.startswith("## "):
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
    return "\n".join(intro).rstrip(), questions


def _question(number: int, line: str, body: list[str], display_path: str) -> Question:
    head = _HEAD.match(line)
    marks = _MARKS.match((head["marks"] or "").strip()) if head else None
    length = re.search(r"pages=?([^\s}]*)", head["marks"] or "") if head else None
    if marks is None and length and not re.fullmatch(r"\d-\d", length[1]):
        raise SpecError(
            f"{display_path}:{number}: pages takes the fewest and the most, such as {{#why points=0.25 pages=1-2}}, or "
            "pages=1-1 for one page."
        )
    if head is None or marks is None:
        raise SpecError(
            f"{display_path}:{number}: a question's heading ends in its id and points, such as {{#why points=0.25}}."
        )
    if float(marks["points"]) <= 0:
        raise SpecError(f"{display_path}:{number}: the question '{marks['id']}' is worth no points; give it some.")
    parts: dict[str, list[str]] = {"": []}
    first_lines: dict[str, int] = {}  # of each part, the first that holds something
    current = ""
    for offset, text, fence in number_lines(body, number + 1):
        if not fence and text.startswith("### "):
            current = text[4:].strip()
            if current not in ("Form", "Rubric", "Model answer"):
                raise SpecError(
                    f"{display_path}:{offset}: '{current}' is not a part of a question; use ### Rubric and ### Model answer, and "
                    "### Form before them where the answer has set sections."
                )
            if current in parts:
                raise SpecError(f"{display_path}:{offset}: this question has a second '### {current}'; keep one.")
            parts[current] = []
        else:
            parts[current].append(text)
            if text.strip():
                first_lines.setdefault(current, offset)
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
    form = _form(joined["Form"], f"{display_path}:{first_lines.get('Form', number)}") if "Form" in joined else ()
    pages = (int(marks["fewest"]), int(marks["most"])) if marks["fewest"] else None
    if pages and not 1 <= pages[0] <= pages[1]:
        raise SpecError(f"{display_path}:{number}: pages={pages[0]}-{pages[1]} is no range; write the fewest first.")
    open_sections = find_open_sections(
        joined["Model answer"], [section.title for section in form], f"{display_path}:{number}"
    )
    if open_sections:
        raise SpecError([f"{sentence} of the model answer." for sentence in open_sections])
    title = re.sub(r"^\d+[.)]\s*", "", head["title"]).strip()
    return Question(
        id=marks["id"],
        title=title,
        points=float(marks["points"]),
        prompt=joined[""],
        rubric=joined["Rubric"],
        answer=re.sub(r"^####(?= )", "##", joined["Model answer"], flags=re.MULTILINE)
        if form
        else joined["Model answer"],
        line=number,
        prompt_line=first_lines[""],
        rubric_line=first_lines["Rubric"],
        answer_line=first_lines["Model answer"],
        form=form,
        pages=pages,
    )


def _form(text: str, place: str) -> tuple[Section, ...]:
    """Read a form: a list with a heading and what belongs below it in each item."""
    sections = []
    for item in re.sub(r"\n +", " ", text).splitlines():
        found = _SECTION.match(item)
        if item.strip() and not found:
            raise SpecError(f"{place}: '{item}' is no section of a form; write '- Heading: what belongs there'.")
        if found:
            sections.append(Section(found["title"].strip(), found["what"].strip()))
    if not sections:
        raise SpecError(
            f"{place}: this form has no sections; write them as '- Heading: what belongs there', or delete it."
        )
    return tuple(sections)
