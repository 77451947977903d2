"""Disguise a hand-in as somebody who copies does: what the threshold must find again."""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Mapping

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


def rename(text: str, chance: random.Random) -> str:
    """Give all variables and arguments other names; comments and layout go, too."""
    tree = ast.parse(text)
    for function in _outer_functions(tree):
        names = sorted(_bound_names(function) - {"self"})
        new = [f"{chance.choice(['my', 'the', 'tmp', 'val'])}_{number}" for number in range(len(names))]
        _Rename(dict(zip(names, new, strict=True))).visit(function)
    return ast.unparse(tree)


def reorder(text: str, chance: random.Random) -> str:
    """Swap neighbours that do not use what the other one sets, many times over."""
    tree = ast.parse(text)
    for function in _outer_functions(tree):
        for node in ast.walk(function):
            for block in (getattr(node, name, None) for name in ("body", "orelse")):
                if isinstance(block, list):
                    for _ in range(2 * len(block)):
                        _swap_once(block, chance)
    return ast.unparse(tree)


def comment(text: str, chance: random.Random) -> str:
    """Add comments and blank lines before every other statement."""
    tree = ast.parse(text)
    starts = {
        node.lineno: node.col_offset
        for function in _outer_functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.stmt) and node is not function
    }
    lines: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        # An "elif" is an "if" to the parser; a statement behind a colon or a semicolon has code before it.
        if (
            number in starts
            and not line[: starts[number]].strip()
            and not line.strip().startswith("elif")
            and chance.random() < 0.5
        ):
            lines += ["", " " * starts[number] + f"# step {number}: my own idea"]
        lines.append(line)
    return "\n".join(lines)


def pad(text: str, chance: random.Random) -> str:
    """Add a statement without effect after one statement in six."""
    tree = ast.parse(text)
    for function in _outer_functions(tree):
        blocks = [node.body for node in ast.walk(function) if isinstance(getattr(node, "body", None), list)]  # type: ignore[attr-defined]
        for block in blocks:
            for at in range(len(block) - 1, 0, -1):
                if chance.random() < 1 / 6:
                    number = ast.Constant(chance.randrange(100))
                    block.insert(at, ast.Assign([ast.Name("unused", ast.Store())], number, lineno=0))
    return ast.unparse(ast.fix_missing_locations(tree))


def all_of_it(text: str, chance: random.Random) -> str:
    """Do all of the above."""
    return comment(rename(pad(reorder(text, chance), chance), chance), chance)


Disguise = Callable[[str, random.Random], str]
DISGUISES: Mapping[str, Disguise] = {
    "renamed": rename,
    "reordered": reorder,
    "commented": comment,
    "padded": pad,
    "all four": all_of_it,
}


def _outer_functions(tree: ast.Module) -> list[FunctionNode]:
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, FunctionNode)
        for part in ast.walk(node)
        if part is not node
    }
    return [node for node in ast.walk(tree) if isinstance(node, FunctionNode) and id(node) not in inside]


def _bound_names(function: FunctionNode) -> set[str]:
    arguments = {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    return arguments | {
        node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


class _Rename(ast.NodeTransformer):
    def __init__(self, new: Mapping[str, str]) -> None:
        self.new = new

    def visit_Name(self, node: ast.Name) -> ast.Name:
        node.id = self.new.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.arg = self.new.get(node.arg, node.arg)
        return node


def _swap_once(block: list[ast.stmt], chance: random.Random) -> None:
    at = chance.randrange(max(len(block) - 1, 1))
    pair = block[at : at + 2]
    if len(pair) == 2 and all(isinstance(one, ast.Assign) for one in pair):
        (first_sets, first), (second_sets, second) = _sets_and_text(pair[0]), _sets_and_text(pair[1])
        if first_sets.isdisjoint(second) and second_sets.isdisjoint(first):
            block[at : at + 2] = pair[::-1]


def _sets_and_text(statement: ast.stmt) -> tuple[set[str], set[str]]:
    """Return what a statement sets and everything that it names; ``self.x`` is one name, ``x[0]`` sets ``x``."""
    nodes = [node for node in ast.walk(statement) if isinstance(node, (ast.Name, ast.Attribute))]
    named = {ast.unparse(node) for node in nodes}
    sets = {ast.unparse(node) for node in nodes if isinstance(node.ctx, ast.Store)}
    stored = [
        node.value
        for node in ast.walk(statement)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    ]
    return sets | {ast.unparse(node) for node in stored}, named
