"""Build a report from its contents: ``report.pdf``, and the same as ``report.tex`` for Overleaf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from .contents import Contents, Question
from .forms import find_open_sections, is_untouched, judge_pages
from .latex import latex_files
from .letters import find_letters_without_font
from .markdown import Converted, Document, ReportError, convert
from .typst_pdf import TypstError, compile_pdf, query_marks, typst_string
from .typst_source import TEMPLATE, typst_source

MAX_QUOTED = 100  # characters of a formula or a name in a message


@dataclass
class Report:
    """A finished report.

    ``complaints`` are mistakes, a sentence each with file and line; ``remarks`` say what is missing or looks otherwise
    than it was written.
    """

    pdf: bytes
    tex: dict[str, bytes]  # report.tex and its figures, by path
    unanswered: list[Question]
    numbers_open: list[str]
    complaints: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    forms: list[str] = field(
        default_factory=list
    )  # sections that are open, answers too long or too short, a sentence each
    quick: list[str] = field(default_factory=list)  # results in it that are of no whole run, a sentence each


def build_report(contents: Contents, *, latex: bool = True, system_fonts: bool = True) -> Report:
    """Build a report. There is a PDF whatever the answers hold: what cannot be typeset is marked in it.

    Args:
        contents: what it is made of.
        latex: whether to make ``report.tex`` too.
        system_fonts: whether to use this computer's fonts for letters that Typst's own lack.

    Raises:
        ReportError: pandoc or Typst is not installed, or pandoc failed.
    """
    figures = _figure_names(contents.figures)
    documents = [
        Document(contents.texts[q.id], prefix=f"{q.id}-", shift=1, figures=figures) for q in contents.questions
    ] + [Document(prompt, prefix=f"{id}-prompt-", shift=2, figures=figures) for id, prompt in _prompts(contents)]
    sources = [Document(_fenced(text)) for text in contents.sources.values()] if latex else []
    with ThreadPoolExecutor(1) as beside:  # another pandoc: colouring the code for LaTeX takes as long as all the rest
        coloured = beside.submit(convert, sources, ["latex"])
        converted = convert(
            documents, ["typst", "latex"] if latex else ["typst"], metrics=contents.metrics, quick=contents.quick
        )
        code = coloured.result()
    count = len(contents.questions)
    answers, prompts = converted[:count], converted[count:]

    report = Report(b"", {}, [], [], list(contents.complaints))
    _find_open(report, contents, answers)
    for question, answer in zip(contents.questions, answers, strict=True):
        _add_notes(report, question, answer)
    _add_missing_fonts(report, contents, system_fonts)
    typst_prompts = [prompt.typst for prompt in prompts]
    source = ""

    def compiled(bodies: Sequence[str]) -> bytes:
        nonlocal source
        source = typst_source(contents, report.unanswered, bodies, typst_prompts)
        return compile_pdf(source, contents.root, system_fonts=system_fonts)

    try:
        report.pdf = compiled([answer.typst for answer in answers])
    except TypstError:
        report.pdf = compiled(_repair(contents, report, answers))
    _judge_forms(report, contents, source, system_fonts)
    if latex:
        report.tex = latex_files(
            contents, report.unanswered, [a.latex for a in answers], [p.latex for p in prompts], [c.latex for c in code]
        )
    return report


def _find_open(report: Report, contents: Contents, answers: Sequence[Converted]) -> None:
    """Record the questions and numbers without an answer."""
    for question, answer in zip(contents.questions, answers, strict=True):
        numbers = contents.numbers_of(question.id)
        missing = [f"{number.problem}.{number.id}" for number in numbers if contents.value(number) is None]
        report.numbers_open += missing
        if answer.empty or is_untouched(
            contents.texts[question.id], question.form
        ):  # a number alone is no answer: the question asks how it comes about
            report.unanswered.append(question)
    alone = contents.numbers_of("")
    report.numbers_open += [f"{number.problem}.{number.id}" for number in alone if contents.value(number) is None]


def _judge_forms(report: Report, contents: Contents, source: str, system_fonts: bool) -> None:
    """Record what the answers that were begun lack of their form, and which are too long or too short.

    Args:
        report: what complaints are added to.
        contents: what it is made of.
        source: the report in Typst.
        system_fonts: as for the report.
    """
    begun = [question for question in contents.questions if question not in report.unanswered]
    for question in begun:
        report.forms += find_open_sections(contents.texts[question.id], question.form, question.file)
    limited = [question for question in begun if question.pages]
    if limited:
        pages = {
            entry["id"]: entry["pages"] for entry in query_marks(source, "answer-pages", contents.root, system_fonts)
        }
        for question in limited:
            report.forms += judge_pages(pages[question.id], question.pages, question.file)


def _add_notes(report: Report, question: Question, answer: Converted) -> None:
    for note in answer.notes:
        place, text = f"{question.file}:{note.line}", " ".join(note.text.split())[:MAX_QUOTED]
        if note.kind == "formula":
            report.complaints.append(f"{place}: this formula cannot be read as LaTeX mathematics; fix it: {text}")
        elif note.kind == "latex":
            report.complaints.append(
                f"{place}: this LaTeX is not read as a formula and is printed as it stands: {text}; write a formula between $"
                " and $ without spaces next to them, or between $$ and $$, and close every brace"
            )
        elif note.kind == "quick":
            report.quick.append(
                f"{place}: {text} is not of a whole run; run the experiment without --quick on the real data"
            )
        elif note.kind == "figure":
            report.remarks.append(
                f"{place}: there is no picture {text}; run the experiment that draws it, or fix the name"
            )
        elif note.kind == "number":
            report.remarks.append(
                f"{place}: report/metrics.json has no number {text}; run the experiment, or fix the name"
            )
        elif note.kind == "link":
            report.remarks.append(f"{place}: the link to {text} leads nowhere in a report and is printed without it")
        else:
            report.remarks.append(f"{place}: HTML has no effect in a report and is shown as text: {text}")


def _add_missing_fonts(report: Report, contents: Contents, system_fonts: bool) -> None:
    for display_path, text in contents.printed_files():
        report.remarks += [
            f"{display_path}:{line}: this computer has no font with {char} ({script}), so a box is printed in its place;"
            " write it in another way, or install a font such as Noto"
            for script, (line, char) in find_letters_without_font(text, system_fonts).items()
        ]


def _figure_names(paths: Sequence[str]) -> dict[str, str]:
    """Return every name by which an answer may refer to a picture, with its path from the root."""
    names: dict[str, str] = {}
    for path in paths:
        for name in (path, path.removeprefix("report/"), "../" + path.removeprefix("report/"), "/" + path):
            names[name.replace(" ", "%20")] = names[name] = f"/{path}"
    return names


def _prompts(contents: Contents) -> Iterator[tuple[str, str]]:
    """Yield every question's id and prompt; a problem's first prompt begins with the introduction to all of them."""
    intros = {problem["name"]: problem.get("intro", "") for problem in contents.assignment["problems"]}
    for question in contents.questions:
        intro = intros.pop(question.problem, "")
        yield question.id, f"{intro}\n\n{question.prompt}" if intro else question.prompt


def _fenced(text: str) -> str:
    longest = max((len(line) for line in text.splitlines() if set(line.strip()) == {"`"}), default=0)
    fence = "`" * max(4, longest + 1)
    return f"{fence}python\n{text.rstrip()}\n{fence}\n"


def _repair(contents: Contents, report: Report, answers: Sequence[Converted]) -> list[str]:
    """Return the answers with a mark in place of whatever Typst refuses, and add a complaint about each such place."""
    template = TEMPLATE.read_text(encoding="utf-8")

    def refusal(part: str) -> str:
        try:
            compile_pdf(template + part, contents.root)
        except TypstError as error:
            return str(error)
        return ""

    figures = _figure_names(contents.figures)
    refused: list[str] = []
    for path in dict.fromkeys(figures.values()):
        reason = refusal(f"#image({typst_string(path)})")
        if reason:
            refused.append(path)
            report.complaints.append(f"{path.lstrip('/')}: this picture cannot be drawn ({reason}); draw it again.")

    def without_refused(text: str) -> str:
        for path in refused:
            mark = f"#refused-picture({typst_string(path.lstrip('/'))}, "
            text = text.replace(f"#picture({typst_string(path)}, ", mark)
        return text

    repaired = []
    for question, answer in zip(contents.questions, answers, strict=True):
        body = without_refused(answer.typst)
        if refusal(body):
            text = contents.texts[question.id]
            document = Document(text, prefix=f"{question.id}-", shift=1, blocks=True, figures=figures)
            parts = []
            for line, block in convert([document], ["typst"], metrics=contents.metrics, quick=contents.quick)[0].blocks:
                part = without_refused(block)
                reason = refusal(part)
                if reason:
                    report.complaints.append(
                        f"{question.file}:{line}: this cannot be typeset ({reason}); write it in another way."
                    )
                    part = f"#refused-block({typst_string(' '.join(text.splitlines()[line - 1 : line])[:200])})"
                parts.append(part)
            body = "\n".join(parts)
        repaired.append(body)
    return repaired


def write_report(contents: Contents, report: Report) -> list[Path]:
    """Write a report's files below the root of its contents and return their paths."""
    files = {"report.pdf": report.pdf, **{f"report/overleaf/{name}": data for name, data in report.tex.items()}}
    for name, data in files.items():
        write_atomically(contents.root / name, data)
    return [contents.root / name for name in files]


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file in one step, so that an interruption leaves what was there.

    Raises:
        ReportError: a folder has its name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    refuse_folder(path)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_bytes(data)
    temporary.replace(path)


def refuse_folder(path: Path) -> None:
    """Raise a ReportError where a file is to be written and a folder has its name."""
    if path.is_dir():
        raise ReportError(
            f"{path.name} is a folder, so no file of that name can be written; rename or delete the folder."
        )
