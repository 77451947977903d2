"""A report out of its contents: ``report.pdf``, and the same as ``report.tex`` for Overleaf."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .contents import Contents, Question
from .markdown import Converted, Document, convert
from .setting import SettingError, families, pdf, string

HERE = Path(__file__).resolve().parent


@dataclass
class Report:
    """A finished report.

    ``complaints`` are mistakes, a sentence each with file and line; ``remarks`` are what is missing or shown otherwise
    than it was written.
    """

    pdf: bytes
    tex: dict[str, bytes]  # report.tex and its figures, by path
    unanswered: list[Question]
    numbers_open: list[str]
    complaints: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def make(contents: Contents, *, latex: bool = True, system_fonts: bool = True) -> Report:
    """Set a report. Whatever the answers hold, a PDF comes out: what cannot be set is marked in it."""
    figures = _figures(contents.figures)
    documents = [
        Document(contents.texts[q.id], prefix=f"{q.id}-", shift=1, figures=figures) for q in contents.questions
    ] + [Document(prompt, prefix=f"{id}-prompt-", shift=2, figures=figures) for id, prompt in _prompts(contents)]
    sources = [Document(_fenced(text)) for text in contents.sources.values()] if latex else []
    with ThreadPoolExecutor(1) as beside:  # another pandoc: colouring the code for LaTeX takes as long as all the rest
        coloured = beside.submit(convert, sources, ["latex"])
        converted = convert(documents, ["typst", "latex"] if latex else ["typst"], metrics=contents.metrics)
        code = coloured.result()
    count = len(contents.questions)
    answers, prompts = converted[:count], converted[count:]

    report = Report(b"", {}, [], [], list(contents.complaints))
    for question, answer in zip(contents.questions, answers, strict=True):
        _report_notes(report, question, answer)
        numbers = contents.numbers_of(question.id)
        report.numbers_open += [f"{number.problem}.{number.id}" for number in numbers if contents.value(number) is None]
        given = [number for number in numbers if contents.value(number) is not None]
        if answer.empty and not (numbers and len(given) == len(numbers)):
            report.unanswered.append(question)
    alone = [number for number in contents.numbers if not number.question]
    report.numbers_open += [f"{number.problem}.{number.id}" for number in alone if contents.value(number) is None]

    about = contents.about
    for shown, text in [
        ("report/about.toml", " ".join([about.name, about.id, *about.collaborators, *about.references])),
        *((question.file, contents.texts[question.id]) for question in contents.questions),
    ]:
        report.remarks += [
            f"{shown}: this computer has no font for letters such as {char} ({script}), so they come out as boxes; install "
            "one, such as Noto"
            for script, char in letters_without_font(text, system_fonts).items()
        ]
    bodies = [answer.typst for answer in answers]
    pictures = [figures[name] for name in figures]
    try:
        report.pdf = pdf(_typst(contents, report, bodies, prompts), contents.root, system_fonts=system_fonts)
    except SettingError:
        bodies = _repaired(contents, report, answers, pictures)
        report.pdf = pdf(_typst(contents, report, bodies, prompts), contents.root, system_fonts=system_fonts)
    if latex:
        from .latex import document

        report.tex = document(contents, report, [a.latex for a in answers], [p.latex for p in prompts], code)
    return report


def _figures(paths: Sequence[str]) -> dict[str, str]:
    """Every way in which an answer may name a picture, and its path from the root."""
    ways: dict[str, str] = {}
    for path in paths:
        for way in (path, path.removeprefix("report/"), "../" + path.removeprefix("report/"), "/" + path):
            ways[way.replace(" ", "%20")] = ways[way] = f"/{path}"
    return ways


def _prompts(contents: Contents) -> Iterator[tuple[str, str]]:
    """Every question's prompt; above a problem's first one stands what its questions have in common."""
    intros = {problem["name"]: problem.get("intro", "") for problem in contents.assignment["problems"]}
    for question in contents.questions:
        intro = intros.pop(question.problem, "")
        yield question.id, f"{intro}\n\n{question.prompt}" if intro else question.prompt


def _fenced(text: str) -> str:
    longest = max((len(run) for line in text.splitlines() for run in [line] if set(run.strip()) == {"`"}), default=0)
    fence = "`" * max(4, longest + 1)
    return f"{fence}python\n{text.rstrip()}\n{fence}\n"


def _report_notes(report: Report, question: Question, answer: Converted) -> None:
    for note in answer.notes:
        place, text = f"{question.file}:{note.line}", " ".join(note.text.split())[:100]
        if note.kind == "formula":
            report.complaints.append(
                f"{place}: this formula is not LaTeX mathematics that can be read; mend it: {text}"
            )
        elif note.kind == "figure":
            report.remarks.append(
                f"{place}: there is no picture {text}; run the experiment that draws it, or mend the name"
            )
        elif note.kind == "number":
            report.remarks.append(
                f"{place}: report/metrics.json has no number {text}; run the experiment, or mend the name"
            )
        else:
            report.remarks.append(f"{place}: HTML has no effect in a report and is shown as it stands: {text}")


# Typst


def _typst(contents: Contents, report: Report, bodies: Sequence[str], prompts: Sequence[Converted]) -> str:
    assignment, about = contents.assignment, contents.about
    open_ids = {question.id for question in report.unanswered}
    titles = {problem["name"]: problem["title"] for problem in assignment["problems"]}
    rows = "".join(
        f"({string(q.number)}, <question-{q.id}>, {string(q.title)}, {string(f'{q.points:g}')}, "
        f"{'false' if q.id in open_ids else 'true'}), "
        for q in contents.questions
    )
    who = " · ".join(part for part in (about.name, about.id) if part)
    parts = [
        (HERE / "template.typ").read_text(encoding="utf-8"),
        f"#set document(title: {string(assignment['title'])}, author: {string(about.name or 'unknown')})",
        f"#show: body => frame({string(assignment['course'])}, {string(who)}, body)",
        f"#cover(course: {string(assignment['course'] + ' · ' + assignment['term'])}, "
        f"title: {string(assignment['title'])}, name: {string(about.name)}, id: {string(about.id)}, "
        f"open: {len(report.unanswered)}, count: {len(contents.questions)}, ({rows}))",
    ]
    for question, body, prompt in zip(contents.questions, bodies, prompts, strict=True):
        numbers = "".join(
            f"({string(n.ask)}, {_value(contents.value(n))}, {string(n.unit)}), "
            for n in contents.numbers_of(question.id)
        )
        parts.append(
            f"#question(number: {question.number}, title: {string(question.title)}, "
            f"points: {string(points_words(question.points))}, problem: {string(titles.get(question.problem, ''))}, "
            f"label: <question-{question.id}>, prompt: [\n{prompt.typst}\n], numbers: ({numbers}), "
            f"answered: {'false' if question.id in open_ids else 'true'}, "
            f"right-to-left: {'true' if right_to_left(contents.texts[question.id]) else 'false'})[\n{body}\n]"
        )
    alone = [number for number in contents.numbers if not number.question]
    if alone:
        cells = "".join(f"({string(n.ask)}, {_value(contents.value(n))}, {string(n.unit)}), " for n in alone)
        parts.append(f"#number-page(({cells}))")
    for title, entries, empty in (
        ("Collaborators", about.collaborators, "None named in report/about.toml."),
        ("References", about.references, "None named in report/about.toml."),
    ):
        listed = "".join(f"{string(entry)}, " for entry in entries)
        parts.append(f"#list-page({string(title)}, ({listed}), {string(empty)})")
    for index, (name, text) in enumerate(contents.sources.items()):
        first = "true" if index == 0 else "false"
        parts.append(f"#source-file({string(name)}, {string(text.rstrip())}, first: {first})")
    return "\n".join(parts)


def _value(value: Any) -> str:
    return "none" if value is None else string(value_words(value))


def value_words(value: Any) -> str:
    """A number or a list of them as a reader writes it."""
    if isinstance(value, list):
        return "[" + ", ".join(value_words(item) for item in value) + "]"
    return f"{value:,}" if isinstance(value, int) and abs(value) >= 10_000 else f"{value}"


def points_words(points: float) -> str:
    """Such as "0.5 points"."""
    return f"{points:g} point{'' if points == 1 else 's'}"


def right_to_left(text: str) -> bool:
    """Whether most letters of a text are of a script that runs from right to left."""
    prose = re.sub(r"<!--.*?-->|```.*?```|\$\$.*?\$\$|`[^`\n]*`|\$[^$\n]*\$", "", text, flags=re.DOTALL)
    sides = [unicodedata.bidirectional(char) for char in prose]
    return sum(side in ("R", "AL") for side in sides) > sum(side == "L" for side in sides)


OWN_SCRIPTS = {"LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "MICRO", "FEMININE", "MASCULINE", "MODIFIER", "DOUBLE"}
EAST_ASIAN = (
    "CJK",
    "Song",
    "PingFang",
    "Hiragino",
    "SimSun",
    "SimHei",
    "YaHei",
    "Mincho",
    "Gothic",
    "Source Han",
    "WenQuanYi",
)


def letters_without_font(text: str, system_fonts: bool) -> dict[str, str]:
    """Scripts in a text that no font at hand is made for, each with a letter of it. Typst's own know those of Europe,
    Hebrew and Arabic; for others a family is looked for that is named after the script.
    """
    found: dict[str, str] = {}
    for char in sorted(set(text)):
        if ord(char) > 0x24F and unicodedata.category(char) in ("Lo", "Ll", "Lu", "Lm"):
            script = unicodedata.name(char, "unknown").split()[0]
            if script not in OWN_SCRIPTS and "MATHEMATICAL" not in unicodedata.name(char, ""):
                found.setdefault(script, char)
    if not found:
        return {}
    known = families(system_fonts)

    def served(script: str) -> bool:
        names = EAST_ASIAN if script in ("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO") else (script.title(),)
        return any(name in family for name in (*names, "Unicode", "Unifont", "Nirmala") for family in known)

    return {script: char for script, char in found.items() if not served(script)}


def _repaired(contents: Contents, report: Report, answers: Sequence[Converted], pictures: Sequence[str]) -> list[str]:
    """The answers with whatever Typst refuses replaced by a mark, and a complaint about each such place."""
    template = (HERE / "template.typ").read_text(encoding="utf-8")

    def settable(part: str) -> str:
        try:
            pdf(template + part, contents.root)
        except SettingError as error:
            return str(error)
        return ""

    bad: dict[str, str] = {}
    for path in dict.fromkeys(pictures):
        reason = settable(f"#image({string(path)})")
        if reason:
            bad[path] = reason
            report.complaints.append(f"{path.lstrip('/')}: this picture cannot be drawn ({reason}); draw it again.")

    def without(text: str) -> str:
        for path in bad:
            text = text.replace(f"#picture({string(path)}, ", f"#refused-picture({string(path.lstrip('/'))}, ")
        return text

    repaired = []
    for question, answer in zip(contents.questions, answers, strict=True):
        body = without(answer.typst)
        if settable(body):
            document = Document(
                contents.texts[question.id],
                prefix=f"{question.id}-",
                shift=1,
                blocks=True,
                figures=_figures(contents.figures),
            )
            parts = []
            for line, block in convert([document], ["typst"], metrics=contents.metrics)[0].blocks:
                part = without(block)
                reason = settable(part)
                if reason:
                    report.complaints.append(
                        f"{question.file}:{line}: this cannot be set ({reason}); write it otherwise."
                    )
                    source = contents.texts[question.id].splitlines()[line - 1 : line]
                    part = f"#refused-block({string(' '.join(source)[:200])})"
                parts.append(part)
            body = "\n".join(parts)
        repaired.append(body)
    return repaired


def write(contents: Contents, report: Report) -> list[Path]:
    """Write a report's files below the root of its contents, each whole or not at all; their paths."""
    files = {"report.pdf": report.pdf, **{f"report/overleaf/{name}": data for name, data in report.tex.items()}}
    for name, data in files.items():
        write_atomically(contents.root / name, data)
    return [contents.root / name for name in files]


def write_atomically(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path`` in one step, so that an interruption leaves what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(data)
    temporary.replace(path)
