"""Read known mistakes and alternatives, and put them into the solution.

Each is a small module that is appended to the solution file that defines the same names, or that gives other values to
numbers of ``report/answers.toml``.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeGuard

from scripts.coursespec.files import read_text
from scripts.coursespec.merging import defined_names
from scripts.coursespec.numbers import ANSWERS, Value, with_answers
from scripts.coursespec.syntax import readable, syntax
from scripts.errors import SpecError


@dataclass(frozen=True)
class Variant:
    """A mistake (``fails`` names the tests it loses) or an alternative (``fails`` is empty)."""

    name: str
    source: str  # the file, as messages name it
    text: str
    sentence: str  # docstring: the hint, or what is different
    fails: tuple[str, ...]  # patterns as written
    fails_line: int
    target: str  # path of the student's file that it replaces names of
    problem: str = ""

    def fails_lines(self) -> set[int]:
        """Return the lines of FAILS; none in an alternative."""
        spans = [
            range(node.lineno, (node.end_lineno or node.lineno) + 1)
            for node in syntax(self.text).body
            if _is_fails(node)
        ]
        return {line for span in spans for line in span}

    def applied(self, solution: str) -> str:
        """Return the solution file ``target`` with this variant's definitions appended, or its numbers put in."""
        if self.target == ANSWERS:
            return with_answers(solution, self.problem, self._numbers)
        body = _without_head(self.text)
        future = [
            line
            for line in self.text.splitlines()
            if line.startswith("from __future__") and line not in solution.splitlines()
        ]
        if future:
            solution = _after_docstring(solution, future)
        return solution.rstrip("\n") + "\n\n\n" + body.strip("\n") + "\n"

    @cached_property
    def _numbers(self) -> dict[str, Value]:
        return _given(syntax(self.text), self.source)


def read_variant(
    path: Path, display_path: str, files: Mapping[str, str], *, mistake: bool, numbers: Collection[str] = ()
) -> Variant:
    """Read one module of ``mistakes/`` or ``alternatives/``.

    Args:
        path: the module.
        display_path: how messages name it.
        files: the problem's files by path, as rendered for staff.
        mistake: whether it must have FAILS.
        numbers: ids of the problem's numbers, which it may give other values.

    Raises:
        SpecError: no docstring, no or odd FAILS, or its names are not those of exactly one of ``files``.
    """
    text = read_text(path, display_path)
    tree = readable(text, display_path)
    sentence = (ast.get_docstring(tree) or "").strip()
    if not sentence:
        what = "the hint that a student sees" if mistake else "a line that says what is different"
        raise SpecError(f"{display_path}:1: a docstring is missing; begin the file with {what}.")
    fails, fails_line = _fails(tree, display_path)
    if mistake and not fails:
        raise SpecError(
            f"{display_path}:{fails_line or 1}: FAILS is missing or empty; list the tests that this mistake must fail."
        )
    if not mistake and fails_line:
        raise SpecError(f"{display_path}:{fails_line}: an alternative passes every test; delete FAILS.")
    names = {name: line for name, line in defined_names(tree).items() if name != "FAILS"}
    if not names:
        raise SpecError(
            f"{display_path}:1: nothing is defined here; define again what the student writes, in another way."
        )
    homes = {path: defined_names(syntax(source)) for path, source in files.items()}
    if numbers:
        homes[ANSWERS] = dict.fromkeys(numbers, 0)
    target: str | None = None
    for name, line in names.items():
        found = [path for path, defined in homes.items() if name in defined]
        if not found:
            raise SpecError(
                f"{display_path}:{line}: {name} is not defined at the top level of {' or '.join(homes)}; "
                "give it the name that it replaces, or move it inside a function."
            )
        if len(found) > 1:
            raise SpecError(
                f"{display_path}:{line}: {name} is defined in {' and in '.join(found)}; which one is meant is not clear."
            )
        if target is not None and found[0] != target:
            raise SpecError(
                f"{display_path}:{line}: {name} lives in {found[0]} and the names above it in {target}; keep to one file."
            )
        target = found[0]
    assert target is not None
    if target == ANSWERS:
        _given(tree, display_path)
    return Variant(path.stem, display_path, text, sentence, fails, fails_line, target, path.parent.parent.name)


def _given(tree: ast.Module, display_path: str) -> dict[str, Value]:
    """Return the numbers that a variant of ``report/answers.toml`` gives, by id."""
    given: dict[str, Value] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and not _is_fails(node):
            try:
                value = ast.literal_eval(node.value)
            except ValueError:
                value = None
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            rows = value if isinstance(value, list) else [value]
            parts = [part for row in rows for part in (row if isinstance(row, list) else [row])]
            if not parts or any(isinstance(part, bool) or not isinstance(part, (int, float)) for part in parts):
                raise SpecError(
                    f"{display_path}:{node.lineno}: {names[0]} is a number of {ANSWERS}; give it one, a list, or a list of rows."
                )
            given.update(dict.fromkeys(names, value))
    return given


def _fails(tree: ast.Module, display_path: str) -> tuple[tuple[str, ...], int]:
    for node in tree.body:
        if _is_fails(node):
            try:
                value = ast.literal_eval(node.value)
            except ValueError:
                value = None
            if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
                raise SpecError(
                    f'{display_path}:{node.lineno}: FAILS is a plain list of strings such as "hidden/test_outputs.py::test_x".'
                )
            return tuple(value), node.lineno
    return (), 0


def _is_fails(node: ast.stmt) -> TypeGuard[ast.Assign]:
    return isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "FAILS" for t in node.targets)


def _without_head(text: str) -> str:
    """Return the module without its docstring, FAILS and __future__ imports."""
    tree = syntax(text)
    taken: set[int] = set()
    for index, node in enumerate(tree.body):
        docstring = index == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if docstring or _is_fails(node) or future:
            taken.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return "\n".join(line for number, line in enumerate(text.split("\n"), 1) if number not in taken)


def _after_docstring(text: str, new: list[str]) -> str:
    lines = text.split("\n")
    first = syntax(text).body[:1]
    at = 0
    if first and isinstance(first[0], ast.Expr) and isinstance(first[0].value, ast.Constant):
        at = first[0].end_lineno or 0
    return "\n".join([*lines[:at], *([""] if at else []), *new, "", *lines[at:]])
