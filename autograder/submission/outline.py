"""What a file imports and defines, read from its source without running it."""

from __future__ import annotations

import ast
import functools
import sys
import threading
import warnings
from typing import NamedTuple

import msgspec

MAX_BYTES = 128 * 1024  # a syntax tree is hundreds of times as large as its source, and may take seconds to make


class Import(msgspec.Struct, frozen=True):
    """The module that a statement imports; ``names`` follow ``from module import``, ``level`` counts leading dots.

    ``certain`` is false where the import may never run or its failure is expected: in ``try``, under
    ``if TYPE_CHECKING`` and under ``if __name__ == "__main__"``.
    """

    name: str
    names: list[str]
    level: int
    line: int
    certain: bool


class Unreadable(Exception):
    """The source is no Python; the message completes the sentence "<file> ..."."""


_DEEP_STACK = 256 * 2**20


def syntax_tree(source: bytes | str) -> ast.Module:
    """The syntax tree of a submission's file, which may have been written to break whoever parses it.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: there is none, or it would be too large or too deep.
    """
    if len(source) > MAX_BYTES:
        raise MemoryError("the source is too long")
    if sys.version_info >= (3, 11):
        return _parse(source)
    # Before 3.11 an expression a hundred thousand attributes deep overflows the C stack: give it one that is large enough.
    found: list[ast.Module] = []
    errors: list[Exception] = []

    def parse() -> None:
        try:
            found.append(_parse(source))
        except Exception as error:
            errors.append(error)

    before = threading.stack_size(_DEEP_STACK)
    try:
        thread = threading.Thread(target=parse)
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    if errors:
        raise errors[0]
    return found[0]


def _parse(source: bytes | str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


class Outline(NamedTuple):
    """What is told of a file without running it; where it cannot be read, why not."""

    imports: tuple[Import, ...] = ()  # in the order of their lines
    classes: frozenset[str] = frozenset()  # names of all that it defines
    functions: tuple[tuple[int, int, str], ...] = ()  # (first line, last line, name), inner ones after outer ones
    problem: str = ""  # completes the sentence "<file> ..."


def imports_of(source: bytes) -> tuple[Import, ...]:
    """Every import of a module, in the order of its lines; none where it is longer than ``MAX_BYTES``.

    Raises:
        Unreadable: Python could not read the file either.
    """
    outline = outline_of(source)
    if outline.problem:
        raise Unreadable(outline.problem)
    return outline.imports


@functools.lru_cache(maxsize=64)  # intake asks, then the run, then feedback; some sources take seconds to parse
def outline_of(source: bytes) -> Outline:
    """The outline of a module; an empty one where it is longer than ``MAX_BYTES``."""
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Outline(problem="is saved as UTF-16, which Python does not read; save it as UTF-8")
    if b"\0" in source:
        return Outline(problem="holds NUL bytes, so Python cannot read it; save it again as plain text in UTF-8")
    if len(source) > MAX_BYTES:
        return Outline()
    try:
        tree = syntax_tree(source)
    except SyntaxError as error:
        if any(word in str(error.msg).lower() for word in ("utf-8", "codec", "encoding")):
            return Outline(problem="is not plain text in UTF-8, so Python cannot read it; save it again as UTF-8")
        where = f" in line {error.lineno}" if error.lineno else ""
        kind = "an indentation error" if isinstance(error, IndentationError) else "a syntax error"
        return Outline(problem=f"has {kind}{where}, so nothing in it can run; mend that first")
    except (ValueError, RecursionError, MemoryError, OverflowError, UnicodeError):
        return Outline(problem="is nested too deeply for Python to read")
    classes, functions = set(), []
    for node in ast.walk(tree):  # breadth first, so what is inside comes later
        if isinstance(node, ast.ClassDef):
            classes.add(node.name)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            functions.append((node.lineno, node.end_lineno or 0, node.name))
    return Outline(_imports(tree), frozenset(classes), tuple(functions))


def _imports(tree: ast.Module) -> tuple[Import, ...]:
    found: list[Import] = []
    stack: list[tuple[ast.AST, bool]] = [(tree, True)]
    while stack:
        node, certain = stack.pop()
        if isinstance(node, ast.Import):
            found += [Import(alias.name, [], 0, node.lineno, certain) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
            found.append(Import(node.module or "", names, node.level, node.lineno, certain))
        elif type(node).__name__ in ("Try", "TryStar"):
            for part in ("body", "handlers", "orelse", "finalbody"):
                expected = part in ("body", "handlers")
                stack += [(child, certain and not expected) for child in getattr(node, part)]
        elif isinstance(node, ast.If) and _rarely(node.test):
            stack += [(child, False) for child in node.body] + [(child, certain) for child in node.orelse]
        else:
            stack += [(child, certain) for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr)]
    return tuple(sorted(found, key=lambda entry: entry.line))


def _rarely(test: ast.expr) -> bool:
    text = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
    text |= {node.attr for node in ast.walk(test) if isinstance(node, ast.Attribute)}
    return bool(text & {"TYPE_CHECKING", "__name__"})
