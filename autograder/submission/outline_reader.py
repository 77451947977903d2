"""Reads what Python files import and define, in a process of its own that time and memory limits end.

``outline`` runs it as a script, which imports only the standard library and so starts at once. A file of a submission may
have been written to break Python's parser or to keep it busy, and nothing inside the same process can stop that.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import resource
import signal
import struct
import sys
import threading
import warnings
from typing import NamedTuple

if __name__ == "__main__":  # the isolated process does not find the package
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from usage import Usage, find_usage  # type: ignore[import-not-found]
else:
    from autograder.submission.usage import Usage, find_usage

SIZE = struct.Struct("<I")  # before each file on standard input: its bytes

MAX_SECONDS = (
    2.0  # of computing time for one file; usual ones of 128 KB took 0.2 s, and the slowest found (f-strings) 1.7 s
)
_MEMORY = 1024 * 2**20  # bytes
_MAX_MESSAGE = 200  # characters
_DEEP_STACK = 256 * 2**20  # bytes


class Import(NamedTuple):
    """An import statement.

    Attributes:
        name: the module it names; empty in ``from . import x``.
        names: what follows ``from module import``.
        level: number of leading dots.
        line: in its file, from 1.
        is_certain: false where the import may never run or its failure is expected: in ``try``, under
            ``if TYPE_CHECKING`` and under ``if __name__ == "__main__"``.
    """

    name: str
    names: list[str]
    level: int
    line: int
    is_certain: bool


class Outline(NamedTuple):
    """What a file imports and defines, found without running it; or why it cannot be read."""

    imports: tuple[Import, ...] = ()  # in the order of lines
    classes: frozenset[str] = frozenset()  # names of all classes, nested ones included
    functions: tuple[tuple[int, int, str], ...] = ()  # (first line, last line, name), inner ones after outer ones
    problem: str = ""  # completes the sentence "<file> ..."
    usage: Usage = Usage()
    syntax_error: tuple[int, str] | None = None  # (line from 1, or 0; message), for ``outline`` to put into words


def make_outline(source: bytes) -> Outline:
    """Return the outline of a file, which may have been written to break the parser."""
    try:
        tree = _parse_deeply(source)
    except SyntaxError as error:
        return Outline(problem="has a syntax error", syntax_error=(error.lineno or 0, str(error.msg)[:_MAX_MESSAGE]))
    except (ValueError, RecursionError, MemoryError, OverflowError, UnicodeError):
        return Outline(problem="is nested too deeply for Python to read")
    classes, functions = set(), []
    for node in ast.walk(tree):  # breadth first, so that inner functions come later
        if isinstance(node, ast.ClassDef):
            classes.add(node.name)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            functions.append((node.lineno, node.end_lineno or 0, node.name))
    return Outline(_find_imports(tree), frozenset(classes), tuple(functions), usage=find_usage(tree))


def _parse_deeply(source: bytes) -> ast.Module:
    if sys.version_info >= (3, 11):
        return _parse(source)
    # Before Python 3.11 an expression of a hundred thousand nested attributes overflows the C stack of an ordinary thread.
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


def _parse(source: bytes) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _find_imports(tree: ast.Module) -> tuple[Import, ...]:
    found: list[Import] = []
    stack: list[tuple[ast.AST, bool]] = [(tree, True)]  # node, whether its imports are certain
    while stack:
        node, is_certain = stack.pop()
        if isinstance(node, ast.Import):
            found += [Import(alias.name, [], 0, node.lineno, is_certain) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
            found.append(Import(node.module or "", names, node.level, node.lineno, is_certain))
        elif type(node).__name__ in ("Try", "TryStar"):
            for part in ("body", "handlers", "orelse", "finalbody"):
                may_fail = part in ("body", "handlers")
                stack += [(child, is_certain and not may_fail) for child in getattr(node, part)]
        elif isinstance(node, ast.If) and _is_rarely_true(node.test):
            stack += [(child, False) for child in node.body] + [(child, is_certain) for child in node.orelse]
        else:
            stack += [(child, is_certain) for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr)]
    return tuple(sorted(found, key=lambda entry: entry.line))


def _is_rarely_true(test: ast.expr) -> bool:
    names = {node.id for node in ast.walk(test) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(test) if isinstance(node, ast.Attribute)}
    return bool(names & {"TYPE_CHECKING", "__name__"})


def main() -> None:
    """Write the outline of each file on standard input to a line of standard output."""
    seconds = float(sys.argv[2]) if sys.argv[1:2] == ["--seconds"] else MAX_SECONDS
    with contextlib.suppress(OSError, ValueError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    while header := sys.stdin.buffer.read(SIZE.size):
        source = sys.stdin.buffer.read(SIZE.unpack(header)[0])
        signal.setitimer(signal.ITIMER_PROF, seconds)  # its signal ends the process, also inside the parser
        outline = make_outline(source)
        signal.setitimer(signal.ITIMER_PROF, 0)
        line = json.dumps(outline, default=sorted)
        sys.stdout.buffer.write(line.encode() + b"\n")
        sys.stdout.buffer.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
