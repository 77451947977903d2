"""Read what a report is made of: the questions, and what the student wrote."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .markdown import ReportError
from .numeric_answers import read_answers

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent
PICTURES = (".svg", ".png", ".jpg", ".jpeg")


@dataclass(frozen=True)
class Question:
    """A question in the order of the report."""

    id: str
    number: int
    problem: str
    title: str
    points: float
    prompt: str
    form: list[str] = field(default_factory=list)  # headings that the answer must have
    pages: list[int] = field(default_factory=list)  # the fewest and the most of the answer; empty where that is free

    @property
    def file(self) -> str:
        """The file of its answer, from the root."""
        return f"report/answers/{self.id}.md"


@dataclass(frozen=True)
class Number:
    """A number that a test judges."""

    problem: str
    id: str
    ask: str
    unit: str
    question: str


@dataclass
class About:
    """Who hands in, who helped, and what was used."""

    name: str = ""
    id: str = ""
    collaborators: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)


@dataclass
class Contents:
    """Everything that goes into a report; ``complaints`` are sentences about what could not be read."""

    root: Path
    assignment: dict[str, Any]
    questions: list[Question]
    numbers: list[Number]
    about: About
    texts: dict[str, str]  # Markdown of the answers, by question
    given: dict[str, dict[str, Any]]  # numbers, by problem and key
    figures: list[str]  # below the root
    metrics: dict[str, float | str | bool]
    sources: dict[str, str]
    complaints: list[str] = field(default_factory=list)
    quick: dict[str, str] = field(default_factory=dict)  # experiments and pictures of no whole run: why

    def value(self, number: Number) -> Any:
        """Return what the student gave, or None."""
        return self.given.get(number.problem, {}).get(number.id)

    def printed_files(self) -> Iterator[tuple[str, str]]:
        """Yield the path and the text of every file of the student's whose words are printed."""
        path = self.root / "report" / "about.toml"
        lines = path.read_bytes().decode("utf-8", "replace").splitlines() if path.is_file() else []
        for key, value in vars(self.about).items():
            number = next((index for index, line in enumerate(lines) if line.startswith(key)), 0)
            yield "report/about.toml", "\n" * number + (value if isinstance(value, str) else " ".join(value))
        yield from ((question.file, self.texts[question.id]) for question in self.questions)
        yield from self.sources.items()

    def numbers_of(self, question: str) -> list[Number]:
        """List the numbers that belong to a question; those that belong to none for ""."""
        return [number for number in self.numbers if number.question == question]


def read_contents(root: Path = ROOT) -> Contents:
    """Read everything that goes into the report of the assignment in the folder ``root``.

    Raises:
        ReportError: the list of questions, which the course gives, cannot be read.
    """
    try:
        assignment = json.loads((root / "report" / "questions.json").read_text(encoding="utf-8"))
        questions = [Question(**entry) for entry in assignment["questions"]]
        numbers = [Number(**entry) for entry in assignment["numbers"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReportError(
            f"report/questions.json: the list of questions cannot be read ({error}); copy the file from the "
            "assignment again."
        ) from error
    contents = Contents(root, assignment, questions, numbers, About(), {}, {}, [], {}, {})
    contents.about = _about(contents)
    for question in questions:
        text = _text(
            contents, question.file, missing="the file of this answer is missing; the question counts as not answered"
        )
        contents.texts[question.id] = text
        contents.complaints += find_unclosed(text, question.file) + find_misread(text, question.file)
    if numbers:
        try:
            contents.given = read_answers(root / "report" / "answers.toml")
        except ValueError as error:
            contents.complaints.append(str(error))
    folder = root / "report" / "figures"
    if folder.is_dir():
        contents.figures = [
            path.relative_to(root).as_posix()
            for path in sorted(folder.rglob("*"))
            if path.suffix.lower() in PICTURES and path.is_file() and not path.is_symlink()
        ]
    contents.metrics = _metrics(contents)
    for name in {name.partition(".")[0] for name in contents.metrics}:
        for key, why in (("quick", "quick run"), ("stand_in", "stand-in data")):
            if contents.metrics.get(f"{name}.{key}") is True:
                contents.quick.setdefault(name, why)
    for path in contents.figures:
        if why := read_mark(root / path):
            contents.quick[f"/{path}"] = why
    experiments = sorted(path.relative_to(root).as_posix() for path in (root / "experiments").glob("*.py"))
    provided = {*assignment.get("provided", []), "experiments/__init__.py"}
    listed = [name for name in assignment["editable"] if name.endswith(".py")]
    for name in dict.fromkeys([*listed, *(name for name in experiments if name not in provided)]):
        contents.sources[name] = _text(contents, name, missing="this file is missing")
    return contents


def read_mark(picture: Path) -> str:
    """Return what ``experiments.running`` wrote into a picture that is of no whole run; empty where there is nothing."""
    if picture.suffix.lower() != ".svg":
        return ""
    with picture.open("rb") as file:
        head = file.read(4000)
    return next((why for why in ("quick run", "stand-in data") if f"<dc:description>{why}<".encode() in head), "")


def find_misread(text: str, display_path: str) -> list[str]:
    """List formulas and placeholders of an answer that Markdown does not take for such, a sentence each with its line."""
    found = []
    blank = re.sub(
        r"<!--.*?-->|^ {0,3}(`{3,}|~{3,}).*?^ {0,3}\1|`[^`\n]*`",
        _blank,
        text,
        flags=re.DOTALL | re.MULTILINE,
    )
    for mark, end, instead in ((r"\(", r"\)", "$"), (r"\[", r"\]", "$$")):
        for start in re.finditer(rf"(?<!\\){re.escape(mark)}", blank):
            inner, closed, _ = blank[start.end() :].partition(end)
            if closed and "\n\n" not in inner and (mark == r"\(" or re.search(r"[\\^_=]", inner)):
                line = blank[: start.start()].count("\n") + 1
                found.append(
                    f"{display_path}:{line}: {mark} and {end} do not make a formula here; write {instead} before and after it."
                )
    for start in re.finditer(r"\{\{(.*?)\}\}", re.sub(r"\$\$.*?\$\$|\$[^$]*\$", _blank, blank, flags=re.DOTALL)):
        if not re.fullmatch(r"\s*[\w.-]+:?[\d.]*[a-z]?\s*", start[1]):
            line = blank[: start.start()].count("\n") + 1
            found.append(
                f"{display_path}:{line}: between {{{{ and }}}} stands the name of a number, with its format if you like"
                " ({{name:.1f}}), and nothing else: compute it in the experiment and record it under a name."
            )
    return found


def _blank(part: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", part[0])


def find_unclosed(text: str, display_path: str) -> list[str]:
    """List what a Markdown text begins and never closes, a sentence each with its line."""
    found = []
    fence, fence_line, comment_line, dollars = "", 0, 0, 0
    for number, line in enumerate(text.splitlines(), 1):
        if comment_line:
            if "-->" in line:
                comment_line = 0
            continue
        mark = re.match(r" {0,3}(`{3,}|~{3,})(.*)$", line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
            continue
        if mark and not (mark[1][0] == "`" and "`" in mark[2]):
            fence, fence_line = mark[1], number
            continue
        plain = re.sub(r"(`+).*?\1", "", line)
        plain = re.sub(r"<!--.*?-->", "", plain)
        if "<!--" in plain:
            comment_line = number
        if len(re.findall(r"(?<!\\)\$\$", plain)) % 2:
            dollars = 0 if dollars else number
    if fence:
        found.append(
            f"{display_path}:{fence_line}: the code block that begins here is never closed; end it with a line {fence}"
        )
    if comment_line:
        found.append(f"{display_path}:{comment_line}: the comment that begins here is never closed; end it with -->")
    if dollars:
        found.append(f"{display_path}:{dollars}: the formula that begins here is never closed; end it with $$")
    return found


def _text(contents: Contents, name: str, missing: str) -> str:
    try:
        return (contents.root / name).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        contents.complaints.append(f"{name}:{line}: this is not UTF-8 text; save the file as UTF-8.")
        return error.object.decode("utf-8", "replace")
    except OSError:
        contents.complaints.append(f"{name}: {missing}.")
        return ""


def _about(contents: Contents) -> About:
    display_path = "report/about.toml"
    text = _text(
        contents, display_path, missing="the file with your name is missing; copy it from the assignment again"
    )
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        contents.complaints.append(f"{display_path}: this is not valid TOML ({error}); fix that line.")
        return About()
    about = About()
    for key in ("name", "id"):
        value = table.get(key, "")
        if not isinstance(value, (str, int)) or isinstance(value, bool):
            contents.complaints.append(f"{display_path}: {key} is not a text; write it between quotes.")
            continue
        setattr(about, key, str(value).strip())
    for key in ("collaborators", "references"):
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            contents.complaints.append(f'{display_path}: {key} is not a list of texts; write it as ["one", "two"].')
            continue
        setattr(about, key, [item.strip() for item in value if item.strip()])
    return about


def _metrics(contents: Contents) -> dict[str, float | str | bool]:
    path = contents.root / "report" / "metrics.json"
    if not path.is_file():
        return {}
    try:
        return dict(flatten_metrics(json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, RecursionError) as error:
        contents.complaints.append(f"report/metrics.json: this cannot be read ({error}); run your experiments again.")
        return {}


def flatten_metrics(value: Any, name: str = "") -> Iterator[tuple[str, float | str | bool]]:
    """Yield the numbers and texts of a JSON value, each under the name with dots by which answers call it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flatten_metrics(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from flatten_metrics(inner, f"{name}.{index}")
    elif isinstance(value, (str, bool, int, float)):
        yield name, value
