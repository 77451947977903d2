"""What a file's code names of libraries and of the interpreter, read from its syntax tree without running it.

It is material for staff to judge, never for points: names can be hidden from a reader of source, and be used for good reasons.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LIBRARIES = ("torch", "numpy", "scipy", "sklearn")
_SETTINGS = ("torch.backends.",)  # attributes that are there to be assigned to
_GRADER = re.compile(r"(testkit|autograder)(\.\w+)*")
_MAX_PARTS = 10  # of a dotted name; no function of a library lies deeper
_INTERPRETER = {
    "sys.modules": "the table of imported modules",
    "sys._getframe": "the frames of callers",
    "sys._current_frames": "the frames of callers",
    "inspect.stack": "the frames of callers",
    "inspect.currentframe": "the frames of callers",
    "gc.get_objects": "objects of other modules",
    "gc.get_referrers": "objects of other modules",
    "gc.get_referents": "objects of other modules",
}


class Usage(NamedTuple):
    """What a file names.

    Attributes:
        touches: (line, words) of every place that reaches for the grader, the interpreter or a library's attributes; the words
            complete the sentence "<file> line <line> ...".
        names: name at the top of the file -> the plain names in its definition.
        library: name at the top of the file -> (line, dotted name) of what its definition names of ``LIBRARIES``.
    """

    touches: tuple[tuple[int, str], ...] = ()
    names: dict[str, frozenset[str]] = {}  # noqa: RUF012
    library: dict[str, tuple[tuple[int, str], ...]] = {}  # noqa: RUF012


def find_usage(tree: ast.Module) -> Usage:
    """Return what the code of a file names."""
    aliases = _find_aliases(tree)
    names: dict[str, set[str]] = {}
    library: dict[str, list[tuple[int, str]]] = {}
    for statement in tree.body:
        used = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        used |= {node.attr for node in ast.walk(statement) if isinstance(node, ast.Attribute)}
        found = list(_find_library_names(statement, aliases))
        for name in _defined_names(statement):
            names.setdefault(name, set()).update(used)
            library.setdefault(name, []).extend(found)
    touches = sorted({touch for node in ast.walk(tree) for touch in _find_touches(node, aliases)})
    return Usage(
        tuple(touches),
        {name: frozenset(used) for name, used in names.items()},
        {name: tuple(found) for name, found in library.items()},
    )


def _find_aliases(tree: ast.Module) -> dict[str, str]:
    """Return what each imported name stands for, in dotted form."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                found[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.update({alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names})
    return found


def _defined_names(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, (ast.Import, ast.ImportFrom)):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in statement.names)
    else:
        yield from {
            node.id for node in ast.walk(statement) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }


def _dotted(node: ast.AST, aliases: dict[str, str]) -> str:
    """Return the full name of a chain of attributes that begins with an imported name; else nothing."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute) and len(parts) < _MAX_PARTS:
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id not in aliases:
        return ""
    return ".".join([aliases[node.id], *reversed(parts)])


def _is_library(name: str) -> bool:
    return name.partition(".")[0] in LIBRARIES


def _find_library_names(statement: ast.stmt, aliases: dict[str, str]) -> Iterator[tuple[int, str]]:
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        for name in _defined_names(statement):
            if "." in aliases.get(name, "") and _is_library(aliases[name]):
                yield statement.lineno, aliases[name]
        return
    for node in ast.walk(statement):
        if isinstance(node, (ast.Attribute, ast.Name)):
            name = _dotted(node, aliases)
            if "." in name and _is_library(name):
                yield node.lineno, name
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "getattr" and len(node.args) > 1:
            name, second = _dotted(node.args[0], aliases), node.args[1]
            if _is_library(name) and isinstance(second, ast.Constant) and isinstance(second.value, str):
                yield node.lineno, f"{name}.{second.value}"


def _find_touches(node: ast.AST, aliases: dict[str, str]) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Import):
        yield from ((node.lineno, f"imports {alias.name}") for alias in node.names if _GRADER.fullmatch(alias.name))
    elif isinstance(node, ast.ImportFrom):
        if node.level == 0 and _GRADER.fullmatch(node.module or ""):
            yield node.lineno, f"imports {node.module}"
        for alias in node.names:
            if reason := _INTERPRETER.get(f"{node.module}.{alias.name}"):
                yield node.lineno, f"uses {node.module}.{alias.name}, which gives {reason}"
    elif isinstance(node, ast.Constant):
        if isinstance(node.value, str) and _GRADER.fullmatch(node.value):
            yield node.lineno, f"names {node.value}"
    elif isinstance(node, ast.Attribute):
        name = _dotted(node, aliases)
        if reason := _INTERPRETER.get(name):
            yield node.lineno, f"uses {name}, which gives {reason}"
        if not isinstance(node.ctx, ast.Load) and _is_library(name) and not name.startswith(_SETTINGS):
            yield node.lineno, f"assigns to {name}"
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("setattr", "delattr") and node.args:
        name = _dotted(node.args[0], aliases)
        if _is_library(name) and not f"{name}.".startswith(_SETTINGS):
            yield node.lineno, f"assigns to an attribute of {name}"


def find_reached(usages: Iterable[tuple[str, Usage]], function: str) -> list[tuple[str, int, str]]:
    """Return what a function of a submission names of libraries, itself or through other names at the top of its files.

    Args:
        usages: (file, usage) of every file of the submission.
        function: its name. A name that several files define stands for all of them.

    Returns:
        (file, line, dotted name), each once.
    """
    files = list(usages)
    waiting, seen, found = [function], {function}, []
    while waiting:
        name = waiting.pop()
        for file, usage in files:
            found += [(file, line, dotted) for line, dotted in usage.library.get(name, ())]
            new = usage.names.get(name, frozenset()) - seen
            seen |= new
            waiting += new
    return sorted(set(found))
