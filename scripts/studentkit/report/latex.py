"""Write a report in LaTeX, for students who go on with it on Overleaf."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from .contents import Contents, Number, Question
from .formatting import format_points, format_value
from .letters import is_right_to_left
from .typst_pdf import TypstError, compile_pdf, typst_string

TEMPLATE = Path(__file__).with_name("template.tex")
ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
}
# LuaLaTeX finds the letters that run from right to left by itself, once babel knows their languages.
RIGHT_TO_LEFT = r"""
\ifLuaTeX
\usepackage[bidi=basic,layout=lists,english]{babel}
\newcommand{\usefirstfont}[4]{\IfFontExistsTF{#3}{\babelfont[#1]{#2}{#3}}{\IfFontExistsTF{#4}{\babelfont[#1]{#2}{#4}}{}}}
%s\fi
"""
LANGUAGES = {  # by script: babel's name of the language, fonts for text, for code
    "HEBREW": ("hebrew", ("FreeSerif", "Noto Serif Hebrew"), ("FreeMono", "FreeSerif")),
    "ARABIC": ("arabic", ("Amiri", "Noto Naskh Arabic"), ("Amiri", "FreeMono")),
}


def escape_latex(text: object) -> str:
    """Return LaTeX that prints ``text`` as it is."""
    kept = "".join(c if c >= " " and c != "\x7f" else " " for c in str(text))
    return "".join(ESCAPES.get(char, char) for char in kept)


def latex_files(
    contents: Contents,
    unanswered: Sequence[Question],
    answers: Sequence[str],
    prompts: Sequence[str],
    code: Sequence[str],
) -> dict[str, bytes]:
    """Write a report in LaTeX.

    Args:
        contents: what it is made of.
        unanswered: the questions to mark as not answered.
        answers: LaTeX of every question's answer, in the order of the questions.
        prompts: LaTeX of what each question asks, in the same order.
        code: LaTeX of the source files, in their order.

    Returns:
        ``report.tex``, the pictures it shows and the file that makes Overleaf choose LuaLaTeX, by path.
    """
    assignment, about = contents.assignment, contents.about
    titles = {problem["name"]: problem["title"] for problem in assignment["problems"]}
    open_ids = {question.id for question in unanswered}
    parts = [
        TEMPLATE.read_text(encoding="utf-8") + _languages(contents),
        "\\fancyhead[R]{\\small\\textcolor{faint}{"
        + escape_latex(" · ".join(p for p in (about.name, about.id) if p))
        + "}}",
        "\\begin{document}",
        "\\thispagestyle{empty}",
        f"{{\\small\\textcolor{{faint}}{{{escape_latex(assignment['course'] + ' · ' + assignment['term'])}}}}}\\par\\medskip",
        f"{{\\LARGE\\bfseries {escape_latex(assignment['title'])}\\par}}\\bigskip",
        f"Name: {escape_latex(about.name) or chr(92) + 'textcolor{loud}{no name}'}\\par",
        f"ID: {escape_latex(about.id) or chr(92) + 'textcolor{loud}{no ID}'}\\par",
    ]
    if open_ids:
        parts.append(f"\\alarm{{{len(open_ids)} of {len(contents.questions)} questions NOT ANSWERED.}}")
    parts.append("\\tableofcontents")
    for question, answer, prompt in zip(contents.questions, answers, prompts, strict=True):
        parts.append(
            f"\\question{{{question.number}}}{{{escape_latex(question.title)}}}{{{format_points(question.points)}}}"
            f"{{{escape_latex(titles.get(question.problem, ''))}}}\\label{{question-{question.id}}}"
        )
        parts.append(f"\\begin{{quote}}\\small\n{prompt}\n\\end{{quote}}")
        parts += _numbers(contents, contents.numbers_of(question.id))
        parts.append(
            "\\alarm{\\Large NOT ANSWERED}"
            if question.id in open_ids
            else _in_direction(answer, contents.texts[question.id])
        )
    alone = contents.numbers_of("")
    if alone:
        parts += ["\\chapterpage{Numbers}", *_numbers(contents, alone)]
    for title, entries in (("Collaborators", about.collaborators), ("References", about.references)):
        items = "\n".join(f"\\item {escape_latex(entry)}" for entry in entries)
        listed = f"\\begin{{enumerate}}\n{items}\n\\end{{enumerate}}" if entries else "None named in report/about.toml."
        parts += [f"\\chapterpage{{{title}}}", listed]
    for name, piece in zip(contents.sources, code, strict=True):
        parts += [f"\\chapterpage{{Code: \\texttt{{{escape_latex(name)}}}}}", piece]
    parts.append("\\end{document}\n")
    files = {"report.tex": "\n\n".join(parts).encode(), "latexmkrc": b"$pdf_mode = 4;  # LuaLaTeX\n"}
    for path in contents.figures:
        target = "figures/" + path.removeprefix("report/figures/")
        if path.lower().endswith(".svg"):
            source = f"#set page(width: auto, height: auto, margin: 0pt)\n#image({typst_string('/' + path)})"
            try:
                files[target[:-4] + ".pdf"] = compile_pdf(source, contents.root)
            except TypstError:
                continue  # the report says so already, and LaTeX shows it as missing
        else:
            files[target] = (contents.root / path).read_bytes()
    return files


def _count_letters(text: str) -> dict[str, int]:
    """Count the letters of a text in the script of each of LANGUAGES, those without any left out."""
    names = [unicodedata.name(char, "") for char in text if unicodedata.bidirectional(char) in ("R", "AL")]
    counts = {script: sum(name.startswith(script) for name in names) for script in LANGUAGES}
    return {script: count for script, count in counts.items() if count}


def _languages(contents: Contents) -> str:
    about = contents.about
    written = [
        about.name,
        *about.collaborators,
        *about.references,
        *contents.texts.values(),
        *contents.sources.values(),
    ]
    lines = []
    for script in _count_letters("".join(written)):
        language, *families = LANGUAGES[script]
        lines.append(f"\\babelprovide[import,onchar=ids fonts]{{{language}}}\n")
        for family, (font, other) in zip(("rm", "tt"), families, strict=True):
            lines.append(f"\\usefirstfont{{{language}}}{{{family}}}{{{font}}}{{{other}}}\n")
    return RIGHT_TO_LEFT % "".join(lines) if lines else ""


def _in_direction(answer: str, text: str) -> str:
    """Return an answer, set from right to left if most of its letters are."""
    found = _count_letters(text)
    if not found or not is_right_to_left(text):
        return answer
    language = LANGUAGES[max(found, key=lambda script: found[script])][0]
    return f"\\ifLuaTeX\\begin{{otherlanguage}}{{{language}}}\\fi\n{answer}\n\\ifLuaTeX\\end{{otherlanguage}}\\fi"


def _numbers(contents: Contents, numbers: Sequence[Number]) -> list[str]:
    if not numbers:
        return []
    rows = []
    for number in numbers:
        value = contents.value(number)
        given = "\\textcolor{loud}{\\textbf{NOT GIVEN}}" if value is None else escape_latex(format_value(value))
        rows.append(f"{escape_latex(number.ask)} & {given} & {escape_latex(number.unit)} \\\\")
    # In shares of the line: a matrix of eight numbers is as long as a question.
    right, left = (
        f">{{\\ragged{side}\\arraybackslash}}p{{{share}\\linewidth}}"
        for side, share in (("left", 0.28), ("right", 0.16))
    )
    columns = f"@{{}}p{{0.48\\linewidth}}{right}{left}@{{}}"
    head = f"\\begin{{longtable}}{{{columns}}}\n\\toprule Number & Value & Unit \\\\ \\midrule\n\\endhead"
    return ["\n".join([head, *rows, "\\bottomrule\n\\end{longtable}"])]
