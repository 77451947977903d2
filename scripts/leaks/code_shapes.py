"""The shapes of code: pieces of syntax in which identifiers are numbers, so that renaming changes nothing."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import Any

from scripts.coursespec.syntax import is_docstring
from scripts.leaks.thresholds import CHOSEN

_NO_FRAGMENTS = (ast.ClassDef, ast.Import, ast.ImportFrom)  # too large, or too common
_OUTSIDE_SHAPE = frozenset(  # fields that are no part of a shape, though what they hold has a shape of its own
    {"annotation", "returns", "type_comment", "kind", "name", "decorator_list", "type_params"}
)


@dataclass(frozen=True)
class Fragment:
    """A piece of syntax with its identifiers renamed."""

    key: str
    line: int
    last: int
    size: int  # nodes


@cache
def fragments(tree: ast.Module, min_nodes: int = CHOSEN.fragment_nodes) -> tuple[Fragment, ...]:
    """List statements, expressions and function bodies, with identifiers renamed in order of appearance.

    Attributes of anything but ``self`` and ``cls`` keep their names. A fragment has at least ``min_nodes`` nodes.
    """
    writer = _ShapeWriter(min_nodes)
    writer.visit(tree)
    return tuple(writer.found)


class _ShapeWriter:
    """Write the shapes of a tree in one pass, children first.

    The shape of a subtree is a slice of ``text`` with "$" for every identifier; those identifiers are a slice of ``names``.
    """

    def __init__(self, min_nodes: int) -> None:
        self.min_nodes = min_nodes
        self.text: list[str] = []
        self.names: list[str] = []  # a definition's ends in "(": it gets a number that is not written
        self.contexts = 0  # Load, Store and Del
        self.found: list[Fragment] = []

    def visit(self, node: Any) -> int:
        """Write a subtree, record its fragments, and return its number of nodes without contexts."""
        kind = type(node)
        if kind is ast.Name:
            self.contexts += 1
            self.names.append(node.id)
            self.text.append("$")
            return 1
        if kind is ast.Constant:
            self.text.append(f"Constant({node.value!r})")
            return 1
        if kind is ast.arg:
            self.names.append(node.arg)
            self.text.append("$")
            return 1 + self._outside_shape(node.annotation)
        at, name_at = len(self.text), len(self.names)
        if kind is ast.Attribute:
            size = self._attribute(node)
        elif kind is ast.FunctionDef or kind is ast.AsyncFunctionDef:
            return self._function(node)
        else:
            if kind is ast.ClassDef:
                self.names.append(f"{node.name}(")
            size = self._fields(node)
        if size >= self.min_nodes and isinstance(node, (ast.stmt, ast.expr)) and kind not in _NO_FRAGMENTS:
            key = _key(self.text[at:], self.names[name_at:])
            self.found.append(Fragment(key, node.lineno, node.end_lineno or node.lineno, size))
        return size

    def _fields(self, node: Any) -> int:
        text = self.text
        size = 1
        text.append(f"{type(node).__name__}(")
        for field in node._fields:
            if field == "ctx":
                self.contexts += 1
                continue
            value = getattr(node, field)
            if field in _OUTSIDE_SHAPE:
                size += self._outside_shape(value)
            elif isinstance(value, list):
                for item in value:
                    if isinstance(item, ast.AST):
                        size += self.visit(item)
                    else:
                        text.append(repr(item))
                    text.append(",")
                text.append(";")
            elif isinstance(value, ast.AST):
                size += self.visit(value)
                text.append(";")
            else:
                text.append(f"{value!r};")
        text.append(")")
        return size

    def _attribute(self, node: ast.Attribute) -> int:
        self.contexts += 1
        size = self.visit(node.value)
        if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
            self.names.append(f".{node.attr}")
            self.text.append(".$")
        else:
            self.text.append(f".{node.attr}")
        return 1 + size

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
        """Write a function; its fragment is the body without the docstring."""
        self.names.append(f"{node.name}(")
        self.text.append(f"{type(node).__name__}(")
        size = 1 + self.visit(node.args)
        statements = inside = 0
        text: list[str] = []
        names: list[str] = []
        first = last = 0
        for statement in node.body:
            at, name_at, contexts = len(self.text), len(self.names), self.contexts
            nodes = self.visit(statement)
            self.text.append(",")
            size += nodes
            if not is_docstring(statement):
                statements += 1
                inside += nodes + self.contexts - contexts
                text += self.text[at:]
                names += self.names[name_at:]
                first = first or statement.lineno
                last = statement.end_lineno or statement.lineno
        self.text.append(")")
        size += self._outside_shape([*node.decorator_list, node.returns, *getattr(node, "type_params", [])])
        if statements > 1 and min(size, inside) >= self.min_nodes:
            self.found.append(Fragment(_key(text, names), first, last, inside))
        return size

    def _outside_shape(self, value: Any) -> int:
        """Record the fragments in a field that is no part of the shape around it."""
        at, name_at = len(self.text), len(self.names)
        items = value if isinstance(value, list) else [value]
        size = sum(self.visit(item) for item in items if isinstance(item, ast.AST))
        del self.text[at:], self.names[name_at:]
        return size


def _key(text: list[str], names: list[str]) -> str:
    numbers: dict[str, int] = {}
    order = []
    for name in names:
        if name[-1] == "(":
            numbers.setdefault(name[:-1], len(numbers))
        else:
            order.append(numbers.setdefault(name, len(numbers)))
    return f"{''.join(text)} {order}"
