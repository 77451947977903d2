"""Parse Python text once, however often it is asked about. What these functions return is shared: change none of it."""

from __future__ import annotations

import ast
import keyword
import re
import warnings
from collections.abc import Collection
from functools import cache

from scripts.errors import SpecError

_KEYWORDS = frozenset([*keyword.kwlist, *keyword.softkwlist])
_NO_BEGINNING = frozenset("<>=)]}|&%/,:;!?$")
# Python's own tokenizer took a quarter of the leak check's time.
_STRINGS_AND_COMMENTS = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|'''
    r"""'''(?:[^'\\]|\\.|'(?!''))*'''|'(?:[^'\\\n]|\\.)*'|#+ ?(?P<comment>[^\n]*)""",
    re.DOTALL,
)
_NEIGHBOURS = re.compile(r"(?<!\w)([^\W\d]\w*)[ \t]+(?=([^\W\d]\w*))")


@cache
def syntax(text: str) -> ast.Module:
    """Return the syntax tree of ``text``.

    Raises:
        SyntaxError: it is no Python, or it holds a NUL.
        ValueError, RecursionError, MemoryError: as ``ast.parse`` does.
    """
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise SyntaxError(
            "it holds a NUL character", ("", line, None, None)
        )  # before Python 3.12 this was a ValueError
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def readable(text: str, display_path: str) -> ast.Module:
    """Return the syntax tree of a file of the spec; ``display_path`` is how messages name it.

    Raises:
        SpecError: it is no Python.
    """
    try:
        return syntax(text)
    except SyntaxError as error:
        raise SpecError(
            f"{display_path}:{error.lineno}: this is not valid Python ({error.msg}); fix the line."
        ) from error


@cache
def parsed(text: str) -> ast.Module | None:
    """Return the syntax tree of ``text``, or None where it is no Python."""
    try:
        return syntax(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def is_prose(line: str) -> bool:
    """Return whether a line is certainly no Python, much faster than ``parsed`` would.

    It is none where its first sign begins no statement, or where two words follow each other and the line holds no
    string and no comment.
    """
    if line[:1] in _NO_BEGINNING:
        return True
    if '"' in line or "'" in line or "#" in line:
        return False
    return any(not (first in _KEYWORDS or second in _KEYWORDS) for first, second in _NEIGHBOURS.findall(line))


@cache
def nodes_of(tree: ast.AST) -> tuple[ast.AST, ...]:
    """List all nodes of a tree in the order of ``ast.walk``, without the contexts of names (Load, Store, Del)."""
    found: list[ast.AST] = [tree]
    for node in found:  # which grows on the way
        if isinstance(node, (ast.Name, ast.Constant)):
            continue  # nothing is below these, and they are half of all
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, ast.AST):
                if field != "ctx":
                    found.append(value)
            elif isinstance(value, list):
                found += [item for item in value if isinstance(item, ast.AST)]
    return tuple(found)


def is_docstring(node: ast.AST) -> bool:
    """Return whether a statement is nothing but a string."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@cache
def comment_groups(text: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """List the comments of valid Python, without their signs.

    Returns:
        (line, lines) of each run of comments that stands alone, and of each trailing one.
    """
    groups: list[tuple[int, list[str]]] = []
    alone = False
    line, last, counted = 0, 0, 0  # newlines before this comment; number of the last one's line; characters looked at
    for token in _STRINGS_AND_COMMENTS.finditer(text) if "#" in text else ():
        if token["comment"] is None:
            continue
        at = token.start()
        line += text.count("\n", counted, at)
        counted = at
        single = not text[text.rfind("\n", 0, at) + 1 : at].strip()
        if single and alone and line == last:
            groups[-1][1].append(token["comment"])
        else:
            groups.append((line + 1, [token["comment"]]))
        alone, last = single, line + 1
    return tuple((line, tuple(lines)) for line, lines in groups)


def lines_of(node: ast.stmt) -> range:
    """Return the numbers of a statement's lines, its decorators' included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return range(min([node.lineno, *(one.lineno for one in decorators)]), (node.end_lineno or node.lineno) + 1)


def drop_lines(text: str, gone: Collection[int]) -> str:
    """Return a text without the lines of these numbers, and with no more than two blank lines in a row around them."""
    kept: list[str] = []
    joined = False  # whether lines were dropped since the last line that holds something
    for number, line in enumerate(text.split("\n"), 1):  # as Python counts them; a form feed ends no line
        if number in gone:
            joined = True
        elif line.strip() or not joined or kept[-2:] != ["", ""]:
            kept.append(line)
            joined = joined and not line.strip()
    return "\n".join(kept).rstrip("\n") + "\n"
