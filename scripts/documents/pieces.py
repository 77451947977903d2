"""Gather the Markdown of a hand-out and convert all of it, with every complaint naming a file and a line."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from scripts.errors import SpecError
from scripts.studentkit.report.markdown import Converted, Document, ReportError, convert

FORMATS = ("typst", "html")


@dataclass(frozen=True)
class Piece:
    """A piece of Markdown, and where in the spec it comes from."""

    document: Document
    file: str
    lines_above: int  # lines of the file above the text
    is_drawn: bool  # whether it may show figures and numbers that only experiments make


class Pieces:
    """The Markdown of one hand-out. A template refers to a piece by its index."""

    def __init__(self) -> None:
        self.gathered: list[Piece] = []

    def add(self, document: Document, file: str, lines_above: int = 0, *, is_drawn: bool = False) -> int:
        """Add a piece and return its index.

        Args:
            document: the text, and how to convert it.
            file: where the text comes from, for messages.
            lines_above: lines of the file above the text.
            is_drawn: whether it may show figures and numbers that only experiments make.
        """
        self.gathered.append(Piece(document, file, lines_above, is_drawn))
        return len(self.gathered) - 1


def convert_pieces(pieces: Sequence[Piece], targets: Mapping[str, str], files: Collection[str] = ()) -> list[Converted]:
    """Convert all pieces to Typst and HTML.

    Args:
        pieces: what to convert.
        targets: anchors in the result, by the targets of links that mean them.
        files: paths in the student's tree to which links may lead, from its folder ``handout/``.

    Raises:
        SpecError: a formula that cannot be read, a picture that does not exist, a link that leads nowhere.
    """
    distinct = {repr(piece.document): piece.document for piece in pieces}  # a third of a staff edition's repeat another
    try:
        by_document = dict(zip(distinct, convert([*distinct.values()], FORMATS, targets), strict=True))
    except ReportError as error:
        raise SpecError(str(error)) from error
    converted = [by_document[repr(piece.document)] for piece in pieces]
    _refuse(pieces, converted, files)
    return converted


def _refuse(pieces: Sequence[Piece], converted: Sequence[Converted], files: Collection[str]) -> None:
    sentences = []
    for piece, result in zip(pieces, converted, strict=True):
        for note in result.notes:
            if piece.is_drawn and note.kind in ("figure", "number"):
                continue  # a report has them once the experiments ran
            where = f"{piece.file}:{piece.lines_above + note.line}"
            if note.kind == "formula":
                sentences.append(f"{where}: this formula cannot be read; fix its LaTeX: {note.text.strip()[:120]}")
            elif note.kind == "number":
                sentences.append(f"{where}: a statement has no numbers of experiments; write {note.text} out.")
            elif note.kind == "figure":
                sentences.append(f"{where}: there is no picture {note.text}; put it into the problem's figures/.")
            elif note.kind == "link":
                if not _leads_to_file(note.text, files):
                    sentences.append(f"{where}: the link to {note.text[:80]} leads nowhere; {_explain_link(note.text)}")
            elif note.kind == "latex":
                if "$" not in note.text:  # else what is wrong is the dollar sign, which is found below
                    shown = note.text.strip()[:80]
                    sentences.append(f"{where}: LaTeX stands outside a formula here; put $ around {shown}")
            else:
                sentences.append(f"{where}: HTML has no effect here; write Markdown in place of {note.text[:80]}")
        for line, words in _find_unconverted(piece.document.text, result.typst):
            sentences.append(f"{piece.file}:{piece.lines_above + line}: {words}")
    if sentences:
        raise SpecError(sentences)


def _leads_to_file(target: str, files: Collection[str]) -> bool:
    """Return whether a link leads to a file of the student's tree, from the hand-outs in its folder ``handout/``."""
    path = target.partition("#")[0]
    return bool(path) and posixpath.normpath(posixpath.join("handout", unquote(path))) in files


def _explain_link(target: str) -> str:
    if target.startswith("#"):
        return "no heading of this text has that anchor: write its words in lower case, with - for the spaces, or #problem."
    if re.match(r"[a-zA-Z][\w+.-]*:", target):
        return "links begin with https://, http:// or mailto:."
    return "write figures/..., a problem of this assignment (problem.md), or a file of the student's tree (../src/models.py)."


def _find_unconverted(text: str, typst: str) -> Iterator[tuple[int, str]]:
    """Yield (line, sentence) for what pandoc did not understand and copied as it is."""
    lines = ["", *text.splitlines()]
    if typst.count("\\$") > text.count("\\$"):
        signs = [len(re.findall(r"(?<!\\)\$", line)) for line in lines]
        line = next(
            (n for n, count in enumerate(signs) if count % 2), next(n for n, count in enumerate(signs) if count)
        )
        yield (
            line,
            "a dollar sign here begins no formula that can be read; look for a missing $ or brace, or write \\$ for a dollar.",
        )
    for name in re.findall(r"\\\[\^([^\[\]\\]+)\\?\]", typst):
        line = next((n for n, line in enumerate(lines) if f"[^{name}]" in line), 1)
        yield line, f"the footnote [^{name}] has no text; add a line that begins with [^{name}]:."
