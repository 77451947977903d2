"""Take a released file apart into the texts and the code in it, whatever they are wrapped in."""

from __future__ import annotations

import ast
import gzip
import io
import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from scripts.coursespec.syntax import comment_groups, is_prose, nodes_of, parsed
from scripts.errors import SpecError

# Bounds on what a broken or hostile archive may cost; a release holds one megabyte and no archive.
MAX_ARCHIVE_DEPTH = 6
MAX_MEMBER_BYTES = 200_000_000

COMPILED = (".pyc", ".pyo", ".so", ".pyd", ".pkl", ".pickle")
NO_TEXT = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".pdf", ".ttf", ".otf", ".woff", ".woff2")  # not searched
OTHER_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"\xfd7zXZ\x00", b"BZh", b"Rar!", b"\x28\xb5\x2f\xfd", b"\x1f\x9d")  # refused

_PROMPT = re.compile(r"^(\s*)(>>>|\.\.\.) ?")
_QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Piece:
    """A text found in a file.

    ``trees`` are the pieces of code in it, each with the line of the file on which it begins.
    """

    file: str  # "notes.zip!/a.ipynb, cell 3"
    line: int  # of the text's first line
    text: str
    trees: tuple[tuple[int, ast.Module], ...] = ()
    prose_lines: frozenset[int] = field(default_factory=frozenset)  # of code: comments and strings of several lines
    code: bool = False  # the file's own code, not something quoted


def unpack(file: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """Yield a file, or what is in it where it is an archive, by path.

    Args:
        file: its path, as a message names it.
        data: its contents.
        depth: in how many archives it lies.

    Raises:
        SpecError: ``data`` is an archive that cannot be opened, or compiled code, which cannot be searched.
    """
    if file.lower().endswith(COMPILED):
        raise SpecError(f"{file}: compiled or pickled contents cannot be checked for leaks; leave this file out.")
    members = _members(file, data, depth)
    if members is None:
        yield file, data
    else:
        for member, inner in members:
            yield from unpack(f"{file}!/{member}", inner, depth + 1)


def pieces(file: str, data: bytes) -> Iterator[Piece]:
    """Yield everything readable in a file, and in the files that are packed in it.

    Args:
        file: its path, as a message names it.
        data: its contents.

    Raises:
        SpecError: ``data`` cannot be searched.
    """
    for path, content in unpack(file, data):
        yield from _pieces_of_one(path, content)


def _pieces_of_one(file: str, data: bytes) -> Iterator[Piece]:
    """Yield everything readable in a file that is no archive."""
    name = file.lower()
    if name.endswith(NO_TEXT):
        return
    text = _decoded(data)
    if text is None:
        return
    if name.endswith(".ipynb"):
        yield from _notebook(file, text)
    elif name.endswith(".py"):
        yield from python_pieces(file, text)
    else:
        yield text_piece(file, 1, text)
        if name.endswith((".json", ".jsonl")):
            try:
                strings = list(_strings(json.loads(text)))
            except ValueError:
                return
            yield from (text_piece(file, 1, value) for value in strings)


def python_pieces(file: str, text: str) -> Iterator[Piece]:
    """Yield the code of a Python file, and its comments and strings, decoded."""
    tree = parsed(text)
    if tree is None:
        yield text_piece(file, 1, text)
        return
    groups = comment_groups(text)
    prose = {line for first, lines in groups for line in range(first, first + len(lines))}
    strings: list[tuple[int, str]] = []
    for node in nodes_of(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            value = node.value if isinstance(node.value, str) else node.value.decode("utf-8", "replace")
            strings.append((node.lineno, value))
            if node.end_lineno and node.end_lineno > node.lineno and "\n" in value:
                prose.update(range(node.lineno, node.end_lineno + 1))
    yield Piece(file, 1, text, ((1, tree),), frozenset(prose), code=True)
    for first, lines in groups:
        yield text_piece(file, first, "\n".join(lines))
    for line, value in strings:
        yield text_piece(file, line, value)


def text_piece(file: str, line: int, text: str) -> Piece:
    """Find the code in a text: fenced, indented, after a prompt, between backticks, or a line by itself."""
    return Piece(file, line, text, tuple((line + offset, tree) for offset, tree in _code_in(text)))


def _code_in(text: str) -> Iterator[tuple[int, ast.Module]]:
    lines = text.split("\n")
    block: list[str] = []
    first = 0
    fenced = False
    for number, line in enumerate([*lines, ""]):
        stripped = line.strip()
        if stripped.startswith(("```", "~~~")):
            yield from _block(first, block)
            block, fenced = [], not fenced
            continue
        is_code = fenced or line.startswith(("    ", "\t")) or stripped.startswith((">>>", "... "))
        if is_code or (block and not stripped and number < len(lines)):
            if not block:
                first = number
            block.append(_PROMPT.sub(r"\1", line) if ">>>" in line or "..." in line else line)
            continue
        yield from _block(first, block)
        block = []
        yield from _lines(number, [line])
    yield from _block(first, block)


def _block(first: int, block: list[str]) -> Iterator[tuple[int, ast.Module]]:
    full = [line for line in block if line.strip()]
    if not full:
        return
    margin = min(len(line) - len(line.lstrip()) for line in full)
    tree = parsed("\n".join(line[margin:] for line in block))
    if tree is not None:
        yield first, tree
    else:
        yield from _lines(first, block)


def _lines(first: int, lines: list[str]) -> Iterator[tuple[int, ast.Module]]:
    for offset, line in enumerate(lines):
        for part in [line.strip(), *(_QUOTED.findall(line) if "`" in line else [])]:
            if ("(" in part or "=" in part or "*" in part) and not is_prose(part):
                header = part.rstrip().endswith(":")
                tree = parsed(part + " pass" if header else part)
                if tree is not None:
                    yield first + offset, tree


def _notebook(file: str, text: str) -> Iterator[Piece]:
    try:
        cells = json.loads(text)["cells"]
        for index, cell in enumerate(cells, 1):
            where = f"{file}, cell {index}"
            source = _joined(cell.get("source", ""))
            if cell.get("cell_type") == "code":
                plain = "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in source.split("\n"))
                for piece in python_pieces(where, plain):
                    yield Piece(piece.file, piece.line, piece.text, piece.trees, piece.prose_lines)
            else:
                yield text_piece(where, 1, source)
            for output in cell.get("outputs", []):
                for value in _strings(output):
                    yield text_piece(f"{where}, output", 1, value)
            for value in _strings([cell.get("metadata", {}), cell.get("attachments", {})]):
                yield text_piece(where, 1, value)
    except (ValueError, KeyError, TypeError, AttributeError):
        yield text_piece(file, 1, text)


def _joined(value: Any) -> str:
    return "".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield "".join(value)
        else:
            for inner in value:
                yield from _strings(inner)


def _members(file: str, data: bytes, depth: int) -> list[tuple[str, bytes]] | None:
    """Return the members of an archive, or None where ``data`` is none."""
    is_zip = data[:4] in (b"PK\x03\x04", b"PK\x05\x06")
    is_gzip = data[:2] == b"\x1f\x8b"
    is_tar = data[257:262] == b"ustar"
    if not (is_zip or is_gzip or is_tar):
        if data.startswith(OTHER_ARCHIVES):
            raise SpecError(f"{file}: this kind of archive cannot be checked for leaks; use a zip.")
        return None
    if depth >= MAX_ARCHIVE_DEPTH:
        raise SpecError(f"{file}: archives are nested more than {MAX_ARCHIVE_DEPTH} deep; unpack some.")
    try:
        if is_zip:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
                return [(one.filename, _read_whole(archive.open(one), f"{file}!/{one.filename}")) for one in infos]
        if is_tar:
            with tarfile.open(fileobj=io.BytesIO(data)) as tar:
                found = [(member.name, tar.extractfile(member)) for member in tar.getmembers() if member.isfile()]
                return [(name, _read_whole(stream, f"{file}!/{name}")) for name, stream in found if stream is not None]
        return [("contents", _read_whole(gzip.GzipFile(fileobj=io.BytesIO(data)), file))]
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, RuntimeError, zlib.error) as error:
        raise SpecError(
            f"{file}: this archive cannot be opened ({error}), so not checked for leaks; leave it out."
        ) from error


def _read_whole(stream: IO[bytes] | gzip.GzipFile, place: str) -> bytes:
    """Read a member of an archive to its end.

    Raises:
        SpecError: it is larger than ``MAX_MEMBER_BYTES``; what is not read would not be searched.
    """
    data = stream.read(MAX_MEMBER_BYTES + 1)
    if len(data) > MAX_MEMBER_BYTES:
        raise SpecError(f"{place}: this file is too large to be checked; leave it out.")
    return data


def _decoded(data: bytes) -> str | None:
    """Decode text, with Unix newlines; None where ``data`` is something else."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data.decode("utf-16", "replace")
    elif b"\0" in data:
        return None
    else:
        text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")
