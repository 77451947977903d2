"""Write a function's body as tokens that a copy keeps: without names, comments, annotations, and in an order of its own.

Renaming, layout, docstrings, ``a += b`` for ``a = a + b``, the way a library is imported, the order of independent statements
and of keyword arguments make no difference. What stays is the structure, the library calls, the attributes and the numbers.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef

# The deepest solution or alternative of the course has 16 levels, the longest block 19 statements.
MAX_DEPTH = 150  # levels of syntax
MAX_ORDERED = 60  # statements of a block that are put in order, which takes time quadratic in them
LONG_STRING = 30  # characters; a longer string, or one of several words, is a message that anybody words anew

_BUILTINS = frozenset(dir(builtins))


class TooDeep(Exception):
    """The syntax is nested deeper than any person nests it."""


class Token(NamedTuple):
    """A token of the normal form and the line of the source that it comes from."""

    text: str
    line: int


@dataclass(frozen=True)
class Names:
    """What the names of a file stand for."""

    imported: Mapping[str, str]  # name in the file -> dotted name that it was imported by
    prescribed: Collection[str]  # names that the student skeleton has, which a copy cannot change


def read_imports(statements: Iterable[ast.AST]) -> dict[str, str]:
    """Return the dotted name behind each name that import statements bind."""
    found: dict[str, str] = {}
    for node in statements:
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                found[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name: f"{node.module or ''}.{alias.name}" for alias in node.names}
    return found


def normalise(function: FunctionNode, names: Names) -> list[Token]:
    """Return the tokens of a function's body.

    Raises:
        TooDeep: the body is nested deeper than ``MAX_DEPTH``.
    """
    inside = list(ast.walk(function))
    own = Names({**names.imported, **read_imports(inside)}, names.prescribed)
    return _Writer(function, inside, own).block(function.body, 0)


@dataclass
class _Effects:
    """What a statement reads and changes: names, and attributes as dotted names."""

    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)
    stays: bool = False  # nothing moves past it: the flow of control may end here

    def add(self, other: _Effects) -> None:
        """Add the effects of a statement inside this one."""
        self.reads |= other.reads
        self.writes |= other.writes
        self.stays |= other.stays

    def conflicts(self, later: _Effects) -> bool:
        """Return whether a later statement has to stay behind this one."""
        return (
            self.stays
            or later.stays
            or not self.writes.isdisjoint(later.reads)
            or not later.writes.isdisjoint(self.reads)
            or not self.writes.isdisjoint(later.writes)
        )


class _Writer:
    """Writes the parts of one function."""

    def __init__(self, function: FunctionNode, inside: Sequence[ast.AST], names: Names) -> None:
        given = function.args
        several = [one for one in (given.vararg, given.kwarg) if one is not None]
        self.names = names
        self.arguments = frozenset(one.arg for one in [*given.posonlyargs, *given.args, *given.kwonlyargs, *several])
        self.receiver = "self" if "self" in self.arguments else ""
        self.local = frozenset(_bound_names(inside))
        self.effects = _Effects()  # of the statement that is being written
        self.line = function.lineno  # of what is being written; operators have no place of their own

    def block(self, statements: Sequence[ast.stmt], depth: int) -> list[Token]:
        """Write statements in an order that does not depend on the one that they have."""
        outer = self.effects
        written: list[tuple[list[Token], _Effects]] = []
        for node in statements:
            self.effects = _Effects()
            tokens = self.node(node, depth + 1)
            if tokens:
                written.append((tokens, self.effects))
                outer.add(self.effects)
        self.effects = outer
        return [token for index in _order(written) for token in written[index][0]]

    def node(self, node: ast.AST, depth: int) -> list[Token]:
        """Write one piece of syntax.

        Raises:
            TooDeep: it is nested too deeply.
        """
        if depth > MAX_DEPTH:
            raise TooDeep
        self.line = getattr(node, "lineno", self.line)
        if isinstance(node, ast.expr):
            return self.expression(node, depth)
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant()):
                return []
            case ast.AnnAssign(value=None) | ast.expr_context() | ast.Global() | ast.Nonlocal():
                return []
            case ast.Assign(targets=targets, value=value):
                return self.nodes("=", [*targets, value], depth)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                return self.nodes("=", [target, value], depth)
            case ast.AugAssign(target=target, op=op, value=value):
                return self.nodes("=", [target, ast.copy_location(ast.BinOp(target, op, value), node)], depth)
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=changed))):  # "history.append(1)" changes history
                self.effects.writes.add(_dotted(changed))
            case ast.Return() | ast.Raise() | ast.Break() | ast.Continue():
                self.effects.stays = True
            case ast.keyword(arg=name, value=value):
                return self.nodes(f"{name}=", [value], depth)
            case ast.arg():
                return [Token("variable", self.line)]
        return self.fields(node, depth)

    def expression(self, node: ast.expr, depth: int) -> list[Token]:
        """Write an expression."""
        match node:
            case ast.Name(id=name):
                (self.effects.reads if isinstance(node.ctx, ast.Load) else self.effects.writes).add(name)
                return [Token(self.name(name), self.line)]
            case ast.Attribute():
                return self.attribute(node, depth)
            case ast.Constant(value=value):
                return [Token(_constant(value), self.line)]
            case ast.JoinedStr():
                return [Token("text", self.line)]
            case ast.Call(func=function, args=arguments, keywords=keywords):
                ordered = sorted(keywords, key=lambda keyword: keyword.arg or "")
                return self.nodes("call", [function, *arguments, *ordered], depth)
            case ast.Subscript(value=changed, ctx=ast.Store() | ast.Del()):
                self.effects.writes.add(_dotted(changed))
            case ast.Yield() | ast.YieldFrom() | ast.Await():
                self.effects.stays = True
        return self.fields(node, depth)

    def nodes(self, first: str, nodes: Iterable[ast.AST], depth: int) -> list[Token]:
        """Write a token and pieces of syntax after it."""
        tokens = [Token(first, self.line)]
        for node in nodes:
            tokens += self.node(node, depth + 1)
        return tokens

    def fields(self, node: ast.AST, depth: int) -> list[Token]:
        """Write the kind of a piece of syntax and what it consists of, annotations apart."""
        tokens = [Token(type(node).__name__, self.line)]
        for name, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                self.line = value[0].lineno
                tokens += [Token(name, self.line), *self.block(value, depth)]
            elif isinstance(value, list):
                for one in value:
                    tokens += self.node(one, depth + 1) if isinstance(one, ast.AST) else []
            elif isinstance(value, ast.AST) and name not in {"annotation", "returns"}:
                tokens += self.node(value, depth + 1)
        return tokens

    def name(self, name: str) -> str:
        """Write a name: as it is where a copy cannot change it."""
        if name in self.arguments:
            return "argument"
        if name in self.names.imported:
            return self.names.imported[name]
        if name in self.local:
            return "variable"
        return name if name in _BUILTINS or name in self.names.prescribed else "global"

    def attribute(self, node: ast.Attribute, depth: int) -> list[Token]:
        """Write an attribute: ``np.sum`` as "numpy.sum", an attribute of ``self`` that the student named without its name."""
        path = _dotted(node)
        root, _, rest = path.partition(".")
        if root in self.names.imported and root not in self.arguments:
            return [Token(f"{self.names.imported[root]}.{rest}", self.line)]
        (self.effects.reads if isinstance(node.ctx, ast.Load) else self.effects.writes).add(path)
        if isinstance(node.value, ast.Name) and node.value.id == self.receiver:
            self.effects.reads.add(self.receiver)
            return [Token(f"self.{node.attr}" if node.attr in self.names.prescribed else "self.own", self.line)]
        return self.nodes(f".{node.attr}", [node.value], depth)


def _bound_names(inside: Iterable[ast.AST]) -> Iterator[str]:
    for node in inside:
        if isinstance(node, ast.Name):
            if not isinstance(node.ctx, ast.Load):
                yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler)) and node.name:
            yield node.name


def _constant(value: object) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"number {hash(value)}"  # 1 and 1.0 are one; the digits of a hostile number need not be written out
    if isinstance(value, str):
        return "text" if len(value) > LONG_STRING or len(value.split()) > 1 else f"text {value}"
    return type(value).__name__ if isinstance(value, (bytes, complex)) else repr(value)


def _dotted(node: ast.AST) -> str:
    """Return "a.b.c" for names and attributes of names, "" for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return ".".join([node.id, *reversed(parts)]) if isinstance(node, ast.Name) else ""


def _order(written: Sequence[tuple[list[Token], _Effects]]) -> list[int]:
    """Return the indices of statements in the order of their tokens, as far as what they read and change allows.

    Two orders of the same statements, each of which only moves independent ones, give the same result.
    """
    count = len(written)
    if not 1 < count <= MAX_ORDERED:
        return list(range(count))
    keys = [[token.text for token in tokens] for tokens, _ in written]
    effects = [effect for _, effect in written]
    waits = [{earlier for earlier in range(at) if effects[earlier].conflicts(effects[at])} for at in range(count)]
    left = list(range(count))
    order: list[int] = []
    while left:
        ready = [index for index in left if waits[index].isdisjoint(left)]
        chosen = min(ready, key=lambda index: keys[index])
        left.remove(chosen)
        order.append(chosen)
    return order
