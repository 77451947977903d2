"""A table in a text file, of which single cells are replaced: every other byte stays what it was."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scripts.errors import SpecError

MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
DELIMITERS = (",", ";", "\t")
QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')


@dataclass
class Row:
    r"""Cells as the file has them, quotes included, and the line end behind them.

    Args:
        cells: raw text of each cell.
        end: "\r\n", "\n", "\r", or "" at the file's end.
        line: number of the row's first line, from 1.
    """

    cells: list[str]
    end: str
    line: int


@dataclass
class Sheet:
    """A table with its encoding, delimiter, quotes and line ends.

    Args:
        rows: all rows, the header among them.
        mark: byte-order mark, or nothing.
        encoding: how the text behind the mark is encoded.
        delimiter: between cells.
    """

    rows: list[Row]
    mark: bytes
    encoding: str
    delimiter: str

    def value(self, row: int, column: int | None) -> str:
        """Return a cell's text without quotes and surrounding space; "" where the row is too short or the column is None."""
        cells = self.rows[row].cells
        return unquote(cells[column]).strip() if column is not None and column < len(cells) else ""

    def values(self, row: int) -> list[str]:
        """Return the texts of one row."""
        return [unquote(cell).strip() for cell in self.rows[row].cells]

    def replace(self, row: int, column: int, text: str) -> None:
        """Put ``text`` into a cell, with quotes where the old text had some or the new one needs some."""
        cells = self.rows[row].cells
        cells += [""] * (column + 1 - len(cells))
        quoted = cells[column].startswith('"') or any(sign in text for sign in ('"', "\r", "\n", self.delimiter))
        cells[column] = '"{}"'.format(text.replace('"', '""')) if quoted else text

    def encode(self) -> bytes:
        """Return the file's bytes."""
        text = "".join(self.delimiter.join(row.cells) + row.end for row in self.rows)
        return self.mark + text.encode(self.encoding)


def read_sheet(content: bytes) -> Sheet:
    """Read a gradebook as downloaded: UTF-8 or UTF-16, with or without a mark, cells between commas, semicolons or tabs.

    Raises:
        SpecError: the content is no such text, is empty, or has a quote that is not closed.
    """
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise SpecError(
            "gradebook: this is a workbook or a zip, not text; download it as CSV, or save it as CSV UTF-8."
        )
    mark, encoding = next(((mark, name) for mark, name in MARKS if content.startswith(mark)), (b"", _encoding(content)))
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise SpecError(
            f"gradebook: it is not {encoding.upper()} text (byte {error.start + len(mark)}); "
            "download it again, or save it as CSV UTF-8."
        ) from None
    if not text.strip():
        raise SpecError("gradebook: it is empty; download it again.")
    header = QUOTED.sub("", text.lstrip("\r\n").splitlines()[0])
    delimiter = max(DELIMITERS, key=header.count)
    return Sheet(split_rows(text, delimiter), mark, encoding, delimiter)


def _encoding(content: bytes) -> str:
    """Return the encoding of text without a mark: a zero beside the first character makes it UTF-16."""
    if content[1:2] == b"\0":
        return "utf-16-le"
    return "utf-16-be" if content[:1] == b"\0" else "utf-8"


def split_rows(text: str, delimiter: str) -> list[Row]:
    """Split text into rows of raw cells.

    Raises:
        SpecError: a quote at the beginning of a cell is not closed.
    """
    plain = rf"[^{delimiter}\r\n]*"
    cell = re.compile(rf"(?P<raw>{QUOTED.pattern}{plain}|{plain})(?P<end>{delimiter}|\r\n|\r|\n|\Z)")
    rows: list[Row] = []
    cells: list[str] = []
    position = 0
    line = first = 1
    while position < len(text) or cells:
        match = cell.match(text, position)
        raw = match["raw"] if match else ""
        if match is None or (raw.startswith('"') and not QUOTED.match(raw)):
            raise SpecError(f"gradebook, line {line}: a quote is opened and not closed; download the file again.")
        cells.append(raw)
        position = match.end()
        line += len(re.findall(r"\r\n|\r|\n", match[0]))
        if match["end"] != delimiter:
            rows.append(Row(cells, match["end"], first))
            cells, first = [], line
    return rows


def unquote(raw: str) -> str:
    """Return the text that a raw cell stands for."""
    match = QUOTED.match(raw)
    return match[1].replace('""', '"') + raw[match.end() :] if match else raw
