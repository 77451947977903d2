"""Set a converted hand-out as a PDF and as a page, each complete in one file."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from autograder.reports.text import format_points
from scripts.coursespec.course import Course
from scripts.coursespec.filling import fill_template
from scripts.coursespec.model import Assignment
from scripts.documents.context import PICTURES
from scripts.documents.pieces import Piece
from scripts.errors import SpecError
from scripts.studentkit.report.markdown import Converted
from scripts.studentkit.report.typst_pdf import TypstError, compile_pdf, typst_string

LONG_FORMULA = 24  # characters of LaTeX, a command counted as one; in a paragraph of 350 pixels about 28 fit


@dataclass(frozen=True)
class ConvertedHandout:
    """A hand-out whose Markdown is converted: what the templates need to set it."""

    assignment: Assignment
    pieces: Sequence[Piece]
    converted: Sequence[Converted]  # of each piece
    context: dict[str, Any]  # what the templates ask for

    def to_html(self) -> bytes:
        """Set the page.

        Raises:
            SpecError: a template has a mistake.
        """
        html = [_fit_into_page(self.assignment, index, piece.html) for index, piece in enumerate(self.converted)]
        return _fill("handout.html.j2", self.context, html, self.assignment.course).encode()

    def to_pdf(self) -> bytes:
        """Set the PDF.

        Raises:
            SpecError: a template has a mistake, or pandoc reads a formula that Typst does not.
        """
        course = self.assignment.course
        style = course.read_template("handout", "style.typ")
        source = style + _fill(
            "handout.typ.j2", self.context, [keep_together(piece.typst) for piece in self.converted], course
        )
        root, due = self.assignment.course.root, self.assignment.settings.due
        try:
            return compile_pdf(source, root, system_fonts=False, timestamp=due)
        except TypstError as error:
            raise SpecError(self._find_culprits(style, str(error))) from error

    def _find_culprits(self, style: str, reason: str) -> list[str]:
        """Name the pieces that Typst refuses, a sentence each."""
        found = []
        for piece, converted in zip(self.pieces, self.converted, strict=True):
            try:
                compile_pdf(style + converted.typst, self.assignment.course.root, system_fonts=False)
            except TypstError as error:
                if "label" not in str(error):
                    place = f"{piece.file}:{piece.lines_above + 1}"
                    found.append(f"{place}: Typst cannot set what follows ({error}); look for an odd formula.")
        template = self.assignment.course.display_template("handout", "handout.typ.j2")
        return found or [f"{template}: Typst cannot set the hand-out ({reason}); fix the template."]


def keep_together(typst: str) -> str:
    """Keep each display (code, formula, table or picture) on the page of the sentence above it.

    Args:
        typst: a converted piece; its paragraphs have empty lines between them.
    """
    typst = re.sub(r"^(=+ [^\n]*\n<[^>\n]+>)\n(?=\S)", r"\1\n\n", typst, flags=re.MULTILINE)  # a heading is no sentence
    blocks: list[str] = []
    fenced = False
    for part in typst.split("\n\n"):
        if fenced:
            blocks[-1] += f"\n\n{part}"
        else:
            blocks.append(part)
        fenced ^= part.count("```") % 2 == 1
    for index, (block, after) in enumerate(pairwise(blocks)):
        if re.match(r"[^\s#=+$/`-]|`[^`]", block) and re.match(r"```|\$ |#figure\(", after):
            blocks[index] = f"#keep[\n{block}\n]"
    return "\n\n".join(blocks)


def _fit_into_page(assignment: Assignment, index: int, html: str) -> str:
    """Return a piece as it stands in the page: own footnotes, code without line anchors, embedded pictures."""
    html = re.sub(r'<a href="#cb\d+-\d+"[^>]*></a>', "", html)
    html = re.sub(r' id="cb\d+(-\d+)?"', "", html)
    html = re.sub(r'(id="|href="#)(fn(?:ref)?\d+")', rf"\1p{index}\2", html)

    # What may be wider than a phone scrolls by itself, also by the keyboard.
    html = html.replace("<pre", '<pre tabindex="0"')
    html = re.sub(
        r"<table.*?</table>",
        r'<div class="wide" role="group" aria-label="Table" tabindex="0">\g<0></div>',
        html,
        flags=re.DOTALL,
    )
    html = re.sub(r"<math.*?</math>", _let_formula_scroll, html, flags=re.DOTALL)

    def embed(found: re.Match[str]) -> str:
        path = assignment.course.root / found[1].lstrip("/")
        data = base64.b64encode(path.read_bytes()).decode()
        return f'src="data:{PICTURES[path.suffix]};base64,{data}"'

    return re.sub(r'src="(/[^"]+)"', embed, html)


def _let_formula_scroll(found: re.Match[str]) -> str:
    """Put a formula that may be wider than a phone into a scroll area."""
    formula = found[0]
    if 'display="block"' in formula:
        return f'<span class="math display" tabindex="0">{formula}</span>'
    source = re.search(r"<annotation[^>]*>(.*?)</annotation>", formula, re.DOTALL)
    is_long = source is not None and len(re.sub(r"\\[a-zA-Z]+", "x", source[1])) > LONG_FORMULA
    return f'<span class="math inline long" tabindex="0">{formula}</span>' if is_long else formula


def _fill(name: str, context: dict[str, Any], pieces: Sequence[str], course: Course) -> str:
    """Fill in a template.

    Args:
        name: of the template.
        context: what it asks for.
        pieces: the converted Markdown, by index.
        course: whose templates come before the kit's.
    """
    from markupsafe import Markup

    is_html = name.endswith(".html.j2")
    filters: dict[str, Callable[..., Any]] = {
        "string": typst_string,
        "points": format_points,
        "piece": lambda index: Markup(pieces[index]) if is_html else pieces[index],
        "plural": lambda count, word: f"{format_points(count)} {word}" + ("" if count == 1 else "s"),
    }
    return fill_template(
        course, "handout", name, context, filters=filters, comment_start="{##"
    )  # {# is common in Typst
