"""The report in LaTeX, for those who go on with it on Overleaf."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from .contents import Contents, Number
from .making import Report, points_words, right_to_left, value_words
from .markdown import Converted
from .setting import SettingError, pdf, string

HERE = Path(__file__).resolve().parent
SPECIAL = {
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
# LuaLaTeX finds out by itself which letters run from right to left once babel knows of their languages.
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


def plain(text: object) -> str:
    """``text`` as text, whatever it holds."""
    kept = "".join(c if c >= " " and c != "\x7f" else " " for c in str(text))
    return "".join(SPECIAL.get(char, char) for char in kept)


def document(
    contents: Contents, report: Report, answers: Sequence[str], prompts: Sequence[str], code: Sequence[Converted]
) -> dict[str, bytes]:
    """``report.tex``, the pictures it shows, and what makes Overleaf choose LuaLaTeX."""
    assignment, about = contents.assignment, contents.about
    titles = {problem["name"]: problem["title"] for problem in assignment["problems"]}
    open_ids = {question.id for question in report.unanswered}
    parts = [
        (HERE / "template.tex").read_text(encoding="utf-8") + _languages(contents),
        "\\fancyhead[R]{\\small\\textcolor{faint}{" + plain(" · ".join(p for p in (about.name, about.id) if p)) + "}}",
        "\\begin{document}",
        "\\thispagestyle{empty}",
        f"{{\\small\\textcolor{{faint}}{{{plain(assignment['course'] + ' · ' + assignment['term'])}}}}}\\par\\medskip",
        f"{{\\LARGE\\bfseries {plain(assignment['title'])}\\par}}\\bigskip",
        f"Name: {plain(about.name) or chr(92) + 'textcolor{loud}{no name}'}\\par",
        f"ID: {plain(about.id) or chr(92) + 'textcolor{loud}{no ID}'}\\par",
    ]
    if open_ids:
        parts.append(f"\\alarm{{{len(open_ids)} of {len(contents.questions)} questions NOT ANSWERED.}}")
    parts.append("\\tableofcontents")
    for question, answer, prompt in zip(contents.questions, answers, prompts, strict=True):
        parts.append(
            f"\\question{{{question.number}}}{{{plain(question.title)}}}{{{points_words(question.points)}}}"
            f"{{{plain(titles.get(question.problem, ''))}}}\\label{{question-{question.id}}}"
        )
        parts.append(f"\\begin{{quote}}\\small\n{prompt}\n\\end{{quote}}")
        parts += _numbers(contents, contents.numbers_of(question.id))
        parts.append(
            "\\alarm{\\Large NOT ANSWERED}" if question.id in open_ids else _turned(answer, contents.texts[question.id])
        )
    alone = [number for number in contents.numbers if not number.question]
    if alone:
        parts += ["\\chapterpage{Numbers}", *_numbers(contents, alone)]
    for title, entries in (("Collaborators", about.collaborators), ("References", about.references)):
        items = "\n".join(f"\\item {plain(entry)}" for entry in entries)
        listed = f"\\begin{{enumerate}}\n{items}\n\\end{{enumerate}}" if entries else "None named in report/about.toml."
        parts += [f"\\chapterpage{{{title}}}", listed]
    for name, piece in zip(contents.sources, code, strict=True):
        parts += [f"\\chapterpage{{Code: \\texttt{{{plain(name)}}}}}", piece.latex]
    parts.append("\\end{document}\n")
    files = {"report.tex": "\n\n".join(parts).encode(), "latexmkrc": b"$pdf_mode = 4;  # LuaLaTeX\n"}
    for path in contents.figures:
        target = "figures/" + path.removeprefix("report/figures/")
        if path.lower().endswith(".svg"):
            source = f"#set page(width: auto, height: auto, margin: 0pt)\n#image({string('/' + path)})"
            try:
                files[target[:-4] + ".pdf"] = pdf(source, contents.root)
            except SettingError:
                continue  # the report says so already, and LaTeX shows it as missing
        else:
            files[target] = (contents.root / path).read_bytes()
    return files


def _script(text: str) -> dict[str, int]:
    """How many letters of each of LANGUAGES a text has."""
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
    for script in _script("".join(written)):
        language, *families = LANGUAGES[script]
        lines.append(f"\\babelprovide[import,onchar=ids fonts]{{{language}}}\n")
        for family, (font, other) in zip(("rm", "tt"), families, strict=True):
            lines.append(f"\\usefirstfont{{{language}}}{{{family}}}{{{font}}}{{{other}}}\n")
    return RIGHT_TO_LEFT % "".join(lines) if lines else ""


def _turned(answer: str, text: str) -> str:
    """An answer whose letters mostly run from right to left, with its paragraphs set so."""
    found = _script(text)
    if not found or not right_to_left(text):
        return answer
    language = LANGUAGES[max(found, key=lambda script: found[script])][0]
    return f"\\ifLuaTeX\\begin{{otherlanguage}}{{{language}}}\\fi\n{answer}\n\\ifLuaTeX\\end{{otherlanguage}}\\fi"


def _numbers(contents: Contents, numbers: Sequence[Number]) -> list[str]:
    if not numbers:
        return []
    rows = []
    for number in numbers:
        value = contents.value(number)
        shown = "\\textcolor{loud}{\\textbf{NOT GIVEN}}" if value is None else plain(value_words(value))
        rows.append(f"{plain(number.ask)} & {shown} & {plain(number.unit)} \\\\")
    head = "\\begin{longtable}{@{}p{0.6\\linewidth}rl@{}}\n\\toprule Number & Value & Unit \\\\ \\midrule\n\\endhead"
    return ["\n".join([head, *rows, "\\bottomrule\n\\end{longtable}"])]
