"""Gather the Markdown of a hand-out and convert all of it, with every complaint naming a file and a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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


def convert_pieces(pieces: Sequence[Piece], targets: Mapping[str, str]) -> list[Converted]:
    """Convert all pieces to Typst and HTML.

    Args:
        pieces: what to convert.
        targets: anchors in the result, by the targets of links that mean them.

    Raises:
        SpecError: a formula that cannot be read, a picture that does not exist.
    """
    documents = [piece.document for piece in pieces]
    try:
        converted = convert(documents, FORMATS, targets)
    except ReportError as error:
        raise SpecError(str(error)) from error
    _refuse(pieces, converted)
    return converted


def _refuse(pieces: Sequence[Piece], converted: Sequence[Converted]) -> None:
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
