"""Python text taken apart once, however often it is asked about. What these functions return is shared: change none of it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import warnings
from functools import cache


@cache
def syntax(text: str) -> ast.Module:
    """The syntax tree of ``text``; raises as ``ast.parse`` does."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


@cache
def parsed(text: str) -> ast.Module | None:
    """``text`` as Python, or None."""
    try:
        return syntax(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@cache
def nodes_of(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All nodes of a tree in the order of ``ast.walk``, without the contexts of names (Load, Store, Del)."""
    found: list[ast.AST] = [tree]
    for node in found:  # which grows on the way
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                found += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST) and field != "ctx":
                found.append(value)
    return tuple(found)


@cache
def comment_groups(text: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Comments without their signs: (line, lines) of each run of them that stands alone, and of each trailing one."""
    if "#" not in text:
        return ()
    groups: list[tuple[int, list[str]]] = []
    alone = False
    last = -1
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        body = re.sub(r"^#+ ?", "", token.string)
        single = not token.line[: token.start[1]].strip()
        if single and alone and token.start[0] == last + 1:
            groups[-1][1].append(body)
        else:
            groups.append((token.start[0], [body]))
        alone, last = single, token.start[0]
    return tuple((line, tuple(lines)) for line, lines in groups)
