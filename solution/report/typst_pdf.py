"""Compile Typst to PDF."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from .markdown import ReportError

_NO_DATE = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)  # the same source gives the same bytes


class TypstError(Exception):
    """Typst refused the source."""


def compile_pdf(
    source: str, root: Path, *, system_fonts: bool = True, timestamp: datetime.datetime | None = None
) -> bytes:
    """Compile a Typst document to PDF.

    Args:
        source: the document.
        root: the folder that the paths of its pictures begin from; nothing outside it is read.
        system_fonts: whether to use this computer's fonts for letters that Typst's own lack. Without them the same
            source gives the same bytes everywhere.
        timestamp: the date of the PDF.

    Raises:
        TypstError: Typst refused the source.
        ReportError: Typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise ReportError(
            "typst is not installed; run 'pip install -r requirements.txt' in your environment."
        ) from error
    compiled: Any = typst.compile  # its stubs want the source and the root to be of one type
    try:
        return bytes(
            compiled(
                source.encode(),
                root=root,
                ignore_system_fonts=not system_fonts,
                format="pdf",
                timestamp=int((timestamp or _NO_DATE).timestamp()),
            )
        )
    except RuntimeError as error:
        raise TypstError(str(error)) from error


def query_marks(source: str, label: str, root: Path, system_fonts: bool = True) -> list[dict[str, Any]]:
    """Return the values of the ``metadata`` with a label in a Typst document.

    Args:
        source: a document that :func:`compile_pdf` has compiled.
        label: the label's name.
        root: as for :func:`compile_pdf`.
        system_fonts: as for :func:`compile_pdf`.
    """
    import typst

    query: Any = typst.query  # its stubs want the source and the root to be of one type
    found = query(source.encode(), f"<{label}>", field="value", root=root, ignore_system_fonts=not system_fonts)
    return list(json.loads(found))


def font_files(system_fonts: bool) -> list[Path]:
    """List the files of the fonts that Typst finds besides those in itself."""
    import typst

    if not system_fonts:
        return []
    return [Path(path) for path in dict.fromkeys(font.path for font in typst.Fonts().fonts()) if path]


def typst_string(text: object) -> str:
    """Return ``text`` as a string literal of Typst."""
    kept = "".join(c if c in "\n\t" or (c >= " " and c != "\x7f") else " " for c in str(text))
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        kept = kept.replace(char, escape)
    return f'"{kept}"'
