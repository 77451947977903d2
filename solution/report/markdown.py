"""Convert Markdown with LaTeX mathematics to Typst, LaTeX and HTML, by pandoc, safely: see convert.lua."""

from __future__ import annotations

import json
import math
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("convert.lua")


class ReportError(Exception):
    """The report cannot be made; the message is one sentence for the student."""


@dataclass(frozen=True)
class Note:
    """A remark about a place in a document. ``kind`` is "formula", "latex", "figure", "link", "number", "quick" or "html"."""

    kind: str
    line: int
    text: str


@dataclass(frozen=True)
class Document:
    """A piece of Markdown. Its headings get ``shift`` more levels and anchors that begin with ``prefix``.

    Pictures that are not among ``figures`` are shown as missing.
    """

    text: str
    prefix: str = ""
    shift: int = 0
    blocks: bool = False  # whether to return its blocks one by one, with their lines
    figures: Mapping[str, str] = field(default_factory=dict)  # a picture's source in the text: its path in the result


@dataclass(frozen=True)
class Converted:
    """A converted document."""

    typst: str = ""
    latex: str = ""
    html: str = ""
    empty: bool = False
    notes: list[Note] = field(default_factory=list)
    blocks: list[tuple[int, str]] = field(default_factory=list)  # (line, Typst)


def convert(
    documents: Sequence[Document],
    formats: Sequence[str],
    targets: Mapping[str, str] | None = None,
    metrics: Mapping[str, float | str | bool] | None = None,
    quick: Mapping[str, str] | None = None,
    max_seconds: float = 300,
) -> list[Converted]:
    """Convert documents, all of them in one run of pandoc.

    Args:
        documents: what to convert.
        formats: of "typst", "latex" and "html".
        targets: from the targets of links to the anchors in the result that they mean.
        metrics: what ``{{name}}`` stands for, by name.
        quick: why the results of an experiment, or a picture, are marked as those of no whole run, by name or path.
        max_seconds: a limit for a pandoc that hangs.

    Returns:
        One result for each document, in their order.

    Raises:
        ReportError: pandoc is not installed, or failed.
    """
    if not documents:
        return []
    job = {
        "documents": [
            {
                "text": _plain(d.text),
                "prefix": d.prefix,
                "shift": d.shift,
                "blocks": d.blocks,
                "figures": dict(d.figures) or {"": ""},
            }
            for d in documents
        ],
        "formats": list(formats),
        "targets": dict(targets or {"": ""}),
        # JSON has no word for NaN, which the loss of a diverged training is.
        "metrics": {
            name: value if not isinstance(value, float) or math.isfinite(value) else str(value)
            for name, value in (metrics or {"": ""}).items()
        },
        "quick": dict(quick or {"": ""}),
    }
    try:
        done = subprocess.run(
            [find_pandoc(), "lua", str(SCRIPT)],
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=max_seconds,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ReportError(f"pandoc could not convert the Markdown ({error}).") from error
    try:
        results = json.loads(done.stdout)["documents"]
    except (ValueError, KeyError) as error:
        reason = done.stderr.decode("utf-8", "replace").strip() or error
        raise ReportError(f"pandoc could not convert the Markdown ({reason}).") from error
    return [_converted(result) for result in results]


def _converted(result: dict[str, Any]) -> Converted:
    return Converted(
        typst=result.get("typst", ""),
        latex=result.get("latex", ""),
        html=result.get("html", ""),
        empty=result["empty"],
        notes=[Note(note["kind"], int(note["line"]), note["text"]) for note in result["notes"] or []],
        blocks=[(int(block["line"]), block["typst"]) for block in result.get("blocks") or []],
    )


def _plain(text: str) -> str:
    """Make newlines Unix newlines, and replace control characters, which no format can hold."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return "".join(c if c in "\n\t" or (c >= " " and not "\x7f" <= c <= "\x9f") else "\ufffd" for c in text)


def find_pandoc() -> str:
    """Return the path of the pandoc that came with pypandoc_binary, or of the computer's own.

    Raises:
        ReportError: there is none.
    """
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError) as error:
        raise ReportError(
            "pandoc is not installed; run 'pip install -r requirements.txt' in this folder's environment."
        ) from error
