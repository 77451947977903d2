"""Read a graded test file without importing it: building a release must not wait for torch."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TypedDict, get_args

from autograder.isolation.workspace import TESTKIT
from autograder.model.manifest import Visibility
from scripts.coursespec.crossing import find_uncrossable
from scripts.coursespec.syntax import drop_lines, lines_of, nodes_of, syntax
from scripts.errors import SpecError

LIMIT_KEYS = {"cpu_seconds", "wall_seconds", "memory_mb", "threads"}
WHOLE_LIMITS = {"memory_mb", "threads"}
MAX_VALUE = 1_000_000  # of anything that is counted: seconds, points, megabytes


@dataclass(frozen=True)
class TestCase:
    """One graded test. ``id`` is ``public/test_x.py::test_y``."""

    __test__ = False  # pytest: not a test itself

    id: str
    line: int
    name: str
    number: str
    weight: float = 1.0
    visibility: Visibility = "visible"
    tags: tuple[str, ...] = ()
    limits: dict[str, float] = field(default_factory=dict)
    module: str = ""  # the student's module that it asks for first, where its text says so

    @property
    def file(self) -> str:
        """Path of the test's file in the problem's folder."""
        return self.id.partition("::")[0]

    @property
    def public(self) -> bool:
        """Whether students have the test."""
        return self.id.startswith("public/")

    @property
    def order(self) -> tuple[tuple[int, str], ...]:
        """Sorts "2" before "10" and "10" before "10a"."""
        return natural(self.number)


class Marks(TypedDict, total=False):
    """What the decorators of one test say."""

    number: str
    weight: float
    visibility: Visibility
    tags: tuple[str, ...]
    limits: dict[str, float]


@cache
def graded_fixtures() -> frozenset[str]:
    """Return the names of the fixtures that a graded test may use, read from testkit/fixtures.py without importing torch."""
    tree = syntax((TESTKIT / "fixtures.py").read_text(encoding="utf-8"))
    names = {node.name for node in nodes_of(tree) if isinstance(node, ast.FunctionDef) and _is_fixture(node)}
    return frozenset({*names, "tmp_path"})


def natural(number: str) -> tuple[tuple[int, str], ...]:
    """Return a key by which "2" comes before "10"."""
    parts = []
    for part in number.split("."):
        digits = part[: len(part) - len(part.lstrip("0123456789"))]
        parts.append((int(digits or 0), part[len(digits) :]))
    return tuple(parts)


def read_tests(text: str, path: str, display_path: str) -> tuple[list[TestCase], list[str]]:
    """Read the tests of one file.

    Args:
        text: the file.
        path: its path in the problem's folder, such as ``hidden/test_outputs.py``.
        display_path: how messages name it.

    Returns:
        The tests, and what is wrong with them, a sentence each.
    """
    try:
        tree = syntax(text)
    except SyntaxError as error:
        return [], [f"{display_path}:{error.lineno}: this is not valid Python ({error.msg}); fix the line."]
    complaints: list[str] = []
    tests: dict[str, TestCase] = {}
    fixtures = {n.name for n in tree.body if isinstance(n, ast.FunctionDef) and _is_fixture(n)}
    helpers = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("test")}
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            complaints.append(
                f"{display_path}:{node.lineno}: {node.name} is a class; write its tests as plain functions."
            )
        if isinstance(node, ast.AsyncFunctionDef) and node.name.startswith("test"):
            complaints.append(f"{display_path}:{node.lineno}: {node.name} is async; write it as a plain function.")
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test"):
            continue
        if node.name in tests:
            complaints.append(
                f"{display_path}:{node.lineno}: {node.name} is defined twice, so the first (line {tests[node.name].line}) never "
                "runs; rename one."
            )
        try:
            tests[node.name] = _test(node, path, display_path, fixtures, helpers)
        except SpecError as error:
            complaints.extend(error.sentences)
    if not tests and not complaints:
        complaints.append(f"{display_path}:1: this file has no tests; write one or delete the file.")
    complaints.extend(_habits(tree, display_path))
    complaints.extend(find_uncrossable(tree, display_path))
    return list(tests.values()), complaints


def cut_tests(text: str, keep: Collection[str]) -> str:
    """Return a test file with these of its tests only, and without the helper functions that only the others use.

    Args:
        text: the file.
        keep: names of functions.
    """
    tree = syntax(text)
    gone = {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test") and node.name not in keep
    }
    helpers = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("test")]
    while gone:
        left = [node for node in tree.body if getattr(node, "name", None) not in gone]
        used = {
            name
            for node in left
            for leaf in ast.walk(node)
            for name in _mentioned(leaf)
            if getattr(node, "name", None) != name
        }
        unused = {node.name: node for node in helpers if node.name not in used and node.name not in gone}
        if not unused:
            break
        gone |= unused
    return drop_lines(text, {line for node in gone.values() for line in lines_of(node)}) if gone else text


def _mentioned(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    return [node.arg] if isinstance(node, ast.arg) else []  # a fixture is an argument


def _test(
    node: ast.FunctionDef, path: str, display_path: str, fixtures: set[str], helpers: dict[str, ast.FunctionDef]
) -> TestCase:
    where = f"{display_path}:{node.lineno}: {node.name}"
    marks = Marks()
    for decorator in node.decorator_list:
        marks.update(_decorator(decorator, display_path))
    docstring = (ast.get_docstring(node) or "").strip()
    if not docstring:
        raise SpecError(f"{where} has no docstring; its first line is the name that students see, so write one.")
    if "number" not in marks:
        raise SpecError(f'{where} has no number; mark it @number("1") or whatever comes next in this problem.')
    known = graded_fixtures()
    for argument in [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]:
        if argument.arg not in known | fixtures:
            raise SpecError(f"{where} asks for the fixture '{argument.arg}'; there are {', '.join(sorted(known))}.")
    return TestCase(
        id=f"{path}::{node.name}", line=node.lineno, name=docstring.splitlines()[0].strip(),
        module=_first_module(node, helpers), **marks,
    )  # fmt: skip


def _first_module(node: ast.FunctionDef, helpers: dict[str, ast.FunctionDef]) -> str:
    """Find the first ``student.module("...")`` of the student's own in a function, or in a helper called before that."""
    others = {name: helper for name, helper in helpers.items() if name != node.name}
    calls = [call for call in nodes_of(node) if isinstance(call, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.end_lineno or 0, call.end_col_offset or 0)):
        asked = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else None
        if isinstance(asked, str) and ast.unparse(call.func) == "student.module":
            if not asked.startswith("testkit"):
                return asked
        elif isinstance(call.func, ast.Name) and call.func.id in others:
            found = _first_module(others[call.func.id], others)
            if found:
                return found
    return ""


def _decorator(node: ast.expr, display_path: str) -> Marks:
    """Return what one decorator says of its test."""
    call = node if isinstance(node, ast.Call) else None
    target = call.func if call else node
    name = ast.unparse(target)
    where = f"{display_path}:{node.lineno}: @{name}"
    short = name.rpartition(".")[2]
    if short == "parametrize":
        raise SpecError(
            f"{where}: a graded test has one number and one result; loop inside it or write separate tests."
        )
    known = {"number", "weight", "visibility", "tags", "limit", "partial_credit", "leaderboard"}
    if short not in known or call is None:
        raise SpecError(
            f"{where} is not a mark that the build knows; there are {', '.join('@' + k for k in sorted(known))}."
        )
    try:
        values = [ast.literal_eval(argument) for argument in call.args]
        named = {keyword.arg or "**": ast.literal_eval(keyword.value) for keyword in call.keywords}
    except ValueError as error:
        raise SpecError(f"{where} is read without running it; write its arguments as plain values.") from error
    if short == "limit":
        wrong = [key for key in named if key not in LIMIT_KEYS]
        if values or wrong or not named:
            raise SpecError(f"{where} takes {', '.join(sorted(LIMIT_KEYS))} by keyword.")
        if not all(_is_real(value) and 0 < value <= MAX_VALUE for value in named.values()):
            raise SpecError(f"{where} takes positive numbers up to {MAX_VALUE:,}.")
        if not all(isinstance(value, int) for key, value in named.items() if key in WHOLE_LIMITS):
            raise SpecError(f"{where} takes whole numbers for {' and '.join(sorted(WHOLE_LIMITS))}.")
        return {"limits": named}
    if short == "leaderboard":
        return {}
    if named:
        values += list(named.values())
    if short == "tags":
        if not all(isinstance(value, str) for value in values):
            raise SpecError(f"{where} takes strings.")
        return {"tags": tuple(values)}
    if len(values) != 1:
        raise SpecError(f"{where} takes one value.")
    value = values[0]
    if short == "number":
        if not isinstance(value, (str, int)) or not str(value).strip():
            raise SpecError(f'{where} takes a string such as "3".')
        return {"number": str(value)}
    if short == "visibility":
        if value not in get_args(Visibility):
            raise SpecError(f"{where}: {value!r} is not one of {', '.join(get_args(Visibility))}.")
        return {"visibility": value}
    if not _is_real(value) or not 0 < value <= MAX_VALUE:
        raise SpecError(
            f"{where}: {value!r} is no positive number up to {MAX_VALUE:,}, so the test would be worth nothing or all; give it "
            "a weight."
        )
    return {"weight": float(value)}


def _habits(tree: ast.Module, display_path: str) -> Iterator[str]:
    """Find what would misbehave in the grader; give a sentence for each."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Assert):
            yield f"{display_path}:{node.lineno}: a bare assert tells a student nothing; use a function of testkit.check."
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            yield f"{display_path}:{node.lineno}: tests do not print; say it in a check's words."
        elif isinstance(node, ast.Call) and "/hidden/" in display_path:
            for shown in _values_in_words(node):
                yield (
                    f"{display_path}:{shown.lineno}: students read this text, and {{{ast.unparse(shown)}}} would show them a "
                    "value of a hidden test; say it in words, and give the value to staff with values= of check.that or check.fail."
                )
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            for module in modules:
                if module.split(".")[0] in {"src", "data", "scripts", "autograder"}:
                    yield (
                        f"{display_path}:{node.lineno}: tests do not import {module}; student code is student.module("
                        f'"{module}"), and helpers are in testkit.'
                    )


def _values_in_words(node: ast.Call) -> Iterator[ast.expr]:
    """Find what a check's words for students interpolate and what is certainly a value: one of a tensor, or one with decimals."""
    if not (isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "check"):
        return
    words = [keyword.value for keyword in node.keywords if keyword.arg in ("what", "hint", "words")]
    words += {"fail": node.args[:1], "that": node.args[1:2]}.get(node.func.attr, [])
    for text in words:
        for part in ast.walk(text):
            if isinstance(part, ast.FormattedValue) and _is_value(part):
                yield part.value


def _is_value(part: ast.FormattedValue) -> bool:
    if part.format_spec and re.search(r"\.[1-9]|[eEgG]['\"]$", ast.unparse(part.format_spec)):
        return True
    for node in ast.walk(part.value):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
            return True
        if isinstance(node, ast.Call) and (
            getattr(node.func, "attr", "") in ("item", "tolist") or getattr(node.func, "id", "") == "float"
        ):
            return True
    return False


def _is_fixture(node: ast.FunctionDef) -> bool:
    return any(ast.unparse(d.func if isinstance(d, ast.Call) else d).endswith("fixture") for d in node.decorator_list)


def _is_real(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
