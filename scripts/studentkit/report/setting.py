"""Setting a PDF with Typst."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from .markdown import ReportError


class SettingError(Exception):
    """Typst refused the source."""


def pdf(source: str, root: Path, *, system_fonts: bool = True, timestamp: datetime.datetime | None = None) -> bytes:
    """The PDF of a Typst document.

    Args:
        source: the document.
        root: the folder that the paths of its pictures begin from; nothing outside it is read.
        system_fonts: whether this computer's fonts help out where Typst's own lack a letter. Without them the same
            source gives the same bytes everywhere.
        timestamp: the date that the PDF says it was made.

    Raises:
        SettingError: Typst refused the source.
        ReportError: Typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise ReportError(
            "typst is not installed; run 'pip install -r requirements.txt' in your environment."
        ) from error
    moment = timestamp or datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)
    compiled: Any = typst.compile  # its stubs want the source and the root to be of one type
    try:
        return bytes(
            compiled(
                source.encode(),
                root=root,
                ignore_system_fonts=not system_fonts,
                format="pdf",
                timestamp=int(moment.timestamp()),
            )
        )
    except RuntimeError as error:
        raise SettingError(str(error)) from error


def families(system_fonts: bool) -> list[str]:
    """The names of the fonts that Typst finds."""
    import typst

    return list(typst.Fonts(include_system_fonts=system_fonts).families())


def string(text: object) -> str:
    """``text`` as a string of Typst's, quotes and all."""
    kept = "".join(c if c in "\n\t" or (c >= " " and c != "\x7f") else " " for c in str(text))
    for char, escape in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\t", "\\t")):
        kept = kept.replace(char, escape)
    return f'"{kept}"'
