"""Write a function's body as tokens that a copy keeps: without names, comments, annotations, and in an order of its own.

Renaming, layout, docstrings, ``a += b`` for ``a = a + b``, the way a library is imported, the order of independent statements
and of keyword arguments make no difference. What stays is the structure, the library calls, the attributes and the numbers.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef

MAX_DEPTH = 150  # of syntax; the deepest solution of the course has 20
MAX_ORDERED = (
    60  # statements of a block that are put in order, which takes time quadratic in them; the longest block has 30
)
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


class _Writer:
    """Writes the parts of one function."""

    def __init__(self, function: FunctionNode, inside: Sequence[ast.AST], names: Names) -> None:
        arguments = [node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)]
        self.names = names
        self.arguments = frozenset(arguments)
        self.receiver = arguments[0] if arguments[:1] == ["self"] else ""
        self.local = frozenset(_bound_names(inside))

    def block(self, statements: Sequence[ast.stmt], depth: int) -> list[Token]:
        """Write statements in an order that does not depend on the one that they have."""
        written = [(node, self.node(node, depth + 1)) for node in statements]
        kept = [(node, tokens) for node, tokens in written if tokens]
        return [token for index in _order(kept) for token in kept[index][1]]

    def node(self, node: ast.AST, depth: int) -> list[Token]:
        """Write one piece of syntax."""
        if depth > MAX_DEPTH:
            raise TooDeep
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Import() | ast.ImportFrom() | ast.Pass() | ast.Expr(value=ast.Constant()):
                return []
            case ast.AnnAssign(value=None) | ast.expr_context() | ast.Global() | ast.Nonlocal():
                return []
            case ast.Assign(targets=targets, value=value):
                return [Token("=", line), *self.nodes([*targets, value], depth)]
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                return [Token("=", line), *self.nodes([target, value], depth)]
            case ast.AugAssign(target=target, op=op, value=value):
                whole = ast.copy_location(ast.BinOp(target, op, value), node)
                return [Token("=", line), *self.nodes([target, whole], depth)]
            case ast.Name(id=name):
                return [Token(self.name(name), line)]
            case ast.Attribute():
                return self.attribute(node, depth)
            case ast.Constant(value=value):
                return [Token(_constant(value), line)]
            case ast.JoinedStr():
                return [Token("text", line)]
            case ast.Call(func=function, args=arguments, keywords=keywords):
                ordered = sorted(keywords, key=lambda keyword: keyword.arg or "")
                return [Token("call", line), *self.nodes([function, *arguments, *ordered], depth)]
            case ast.keyword(arg=name, value=value):
                return [Token(f"{name}=", line), *self.node(value, depth + 1)]
            case ast.arg():
                return [Token("variable", line)]
        return [Token(type(node).__name__, line), *self.fields(node, depth)]

    def nodes(self, nodes: Iterable[ast.AST], depth: int) -> list[Token]:
        """Write pieces of syntax one after another."""
        return [token for node in nodes for token in self.node(node, depth + 1)]

    def fields(self, node: ast.AST, depth: int) -> list[Token]:
        """Write what a piece of syntax consists of, annotations apart."""
        tokens: list[Token] = []
        for name, value in ast.iter_fields(node):
            if name in {"annotation", "returns", "type_comment"}:
                continue
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                tokens += [Token(name, value[0].lineno), *self.block(value, depth)]
            elif isinstance(value, list):
                tokens += self.nodes((one for one in value if isinstance(one, ast.AST)), depth)
            elif isinstance(value, ast.AST):
                tokens += self.node(value, depth + 1)
        return _with_lines(tokens, getattr(node, "lineno", 0))

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
            return [Token(f"{self.names.imported[root]}.{rest}", node.lineno)]
        own = isinstance(node.value, ast.Name) and node.value.id == self.receiver
        if own:
            return [Token(f"self.{node.attr}" if node.attr in self.names.prescribed else "self.own", node.lineno)]
        return [Token(f".{node.attr}", node.lineno), *self.node(node.value, depth + 1)]


def _bound_names(inside: Iterable[ast.AST]) -> Iterator[str]:
    for node in inside:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler)) and node.name:
            yield node.name


def _with_lines(tokens: list[Token], line: int) -> list[Token]:
    """Give tokens of syntax without a place of its own, such as operators, the line of the token before."""
    placed: list[Token] = []
    for token in tokens:
        line = token.line or line
        placed.append(Token(token.text, line))
    return placed


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


class _Effects(NamedTuple):
    """What a statement reads and changes: names, and attributes as dotted names."""

    reads: set[str]
    writes: set[str]
    stays: bool  # nothing moves past it: the flow of control may end here

    def conflicts(self, later: _Effects) -> bool:
        """Return whether a later statement has to stay behind this one."""
        return (
            self.stays
            or later.stays
            or not self.writes.isdisjoint(later.reads)
            or not later.writes.isdisjoint(self.reads)
            or not self.writes.isdisjoint(later.writes)
        )


def _order(written: Sequence[tuple[ast.stmt, list[Token]]]) -> list[int]:
    """Return the indices of statements in the order of their tokens, as far as what they read and change allows.

    Two orders of the same statements, each of which only moves independent ones, give the same result.
    """
    count = len(written)
    if not 1 < count <= MAX_ORDERED:
        return list(range(count))
    effects = [_effects(node) for node, _ in written]
    keys = [[token.text for token in tokens] for _, tokens in written]
    waits = [{earlier for earlier in range(at) if effects[earlier].conflicts(effects[at])} for at in range(count)]
    left = list(range(count))
    order: list[int] = []
    while left:
        ready = [index for index in left if waits[index].isdisjoint(left)]
        chosen = min(ready, key=lambda index: keys[index])
        left.remove(chosen)
        order.append(chosen)
    return order


def _effects(statement: ast.stmt) -> _Effects:
    reads: set[str] = set()
    writes: set[str] = set()
    stays = False
    for node in ast.walk(statement):
        if isinstance(node, (ast.Name, ast.Attribute)):
            path = _dotted(node)
            (reads if isinstance(node.ctx, ast.Load) else writes).add(path)
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            writes.add(_dotted(node.value))
        elif isinstance(node, (ast.Return, ast.Raise, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom, ast.Await)):
            stays = True
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            called = node.value.func
            writes.add(_dotted(called.value) if isinstance(called, ast.Attribute) else "")
        elif isinstance(node, ast.AugAssign):
            reads.add(_dotted(node.target))
    return _Effects(reads, writes - {""}, stays)
