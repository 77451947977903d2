"""Measure the thresholds of the leak check on the problems of the course.

``python -m scripts.measure_leaks`` prints what the check gets wrong with each threshold at each value of its table: false
positives on honest material, and planted leaks that it misses. ``scripts.leaks.thresholds`` holds these figures.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from scripts.build.student_tree import render
from scripts.coursespec.course import KIT
from scripts.coursespec.files import Tree
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.syntax import nodes_of, parsed
from scripts.leaks.check import LeakCheck
from scripts.leaks.secrets import Category, secret_code, secret_prose, split_sentences
from scripts.leaks.thresholds import CHOSEN, Plant, Thresholds

EVERY_PROBLEM = "complete"  # the assignment that has them all


def count_false_positives(thresholds: Thresholds = CHOSEN) -> int:
    """Count the leaks reported in honest material.

    Honest are the student's tree of every assignment and, for the secrets of each problem, the student's tree of all other
    problems: what it shares with them is coincidence.
    """
    return sum(len(LeakCheck(assignment, thresholds).leaks(tree)) for assignment, tree in _honest_releases())


def count_misses(plant: Plant, thresholds: Thresholds = CHOSEN) -> int:
    """Count the planted leaks of one kind that are not reported, each alone in a release of its own."""
    check = LeakCheck(load_assignment(EVERY_PROBLEM), thresholds)
    return sum(not check.leaks({path: text.encode()}) for path, text in plants(plant))


@cache
def _honest_releases() -> list[tuple[Assignment, Tree]]:
    releases = []
    for name in KIT.assignment_names():
        assignment = load_assignment(name)
        releases.append((assignment, render(assignment, solved=False)))
        if name == EVERY_PROBLEM:
            for problem in assignment.problems:
                others = tuple(other for other in assignment.problems if other is not problem)
                tree = render(replace(assignment, problems=others), solved=False)
                releases.append((replace(assignment, problems=(problem,)), tree))
    return releases


@cache
def plants(plant: Plant) -> list[tuple[str, str]]:
    """List the (path, text) of the planted leaks of one kind."""
    problems = load_assignment(EVERY_PROBLEM).problems
    found = [pair for problem in problems for pair in _PLANTS[plant](problem)]
    return list(dict.fromkeys(found))


def _lines(problem: Problem) -> Iterator[tuple[str, str]]:
    """Yield lines of solutions as they are, without those of other statements around them."""
    for text, span, origin in secret_code(problem):
        if origin.category == "solution":
            lines = enumerate(text.split("\n"), 1)
            yield from (("notes.md", line.strip()) for number, line in lines if number in span and line.strip())


def _three_lines(problem: Problem) -> Iterator[tuple[str, str]]:
    for text, span, origin in secret_code(problem):
        if origin.category == "solution":
            lines = [line for number, line in enumerate(text.split("\n"), 1) if number in span and line.strip()]
            yield from (("notes.md", "\n".join(lines[at : at + 3])) for at in range(len(lines) - 2))


def _statements(problem: Problem, categories: Sequence[Category] = ("solution",)) -> Iterator[str]:
    """Yield the statements of secret code with every name changed."""
    for text, span, origin in secret_code(problem):
        tree = parsed(text)
        if origin.category in categories and tree is not None:
            for node in nodes_of(tree):
                if isinstance(node, ast.stmt) and node.lineno in span and (node.end_lineno or node.lineno) in span:
                    yield ast.unparse(_Renaming().visit(ast.parse(ast.unparse(node))))


def _renamed_statements(problem: Problem) -> Iterator[tuple[str, str]]:
    yield from (("extra.py", text) for text in _statements(problem))


def _hidden_tests_in_public_ones(problem: Problem) -> Iterator[tuple[str, str]]:
    yield from ((f"tests/{problem.name}/test_extra.py", text) for text in _statements(problem, ["hidden test"]))


def _mistakes_in_tests_of_another(problem: Problem) -> Iterator[tuple[str, str]]:
    yield from (("tests/another/test_extra.py", text) for text in _statements(problem, ["mistake", "alternative"]))


def _sentences(problem: Problem) -> Iterator[tuple[str, str]]:
    for text, _, _ in secret_prose(problem):
        yield from (("notes.md", sentence) for sentence in split_sentences(text) if sentence.strip())


def _passages(problem: Problem) -> Iterator[tuple[str, str]]:
    """Yield sentences of answers without their first and last two words."""
    for _, sentence in _sentences(problem):
        words = sentence.split()[2:-2]
        if words:
            yield "notes.md", " ".join(words)


def _hidden_sentences_in_handouts(problem: Problem) -> Iterator[tuple[str, str]]:
    for text, _, origin in secret_code(problem):
        tree = parsed(text)
        if origin.category == "hidden test" and tree is not None:
            for node in nodes_of(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
                    yield from ((f"handout/{problem.name}.md", sentence) for sentence in split_sentences(node.value))


def _literals(problem: Problem) -> Iterator[tuple[str, str]]:
    for text, span, _ in secret_code(problem):
        tree = parsed(text)
        for node in nodes_of(tree) if tree is not None else ():
            if isinstance(node, (ast.List, ast.Tuple)) and node.lineno in span and len(node.elts) > 1:
                try:
                    ast.literal_eval(node)
                except ValueError:
                    continue
                yield "extra.py", f"x = {ast.unparse(node)}"


def _numbers(problem: Problem) -> Iterator[tuple[str, str]]:
    def leaves(value: object) -> Iterator[object]:
        if isinstance(value, list):
            for item in value:
                yield from leaves(item)
        else:
            yield value

    for number in problem.settings.numbers:
        yield from (("notes.md", f"It is {value}.") for value in leaves(number.answer))


_PLANTS: dict[Plant, Callable[[Problem], Iterator[tuple[str, str]]]] = {
    "lines": _lines,
    "three lines": _three_lines,
    "renamed statements": _renamed_statements,
    "sentences": _sentences,
    "passages": _passages,
    "literals": _literals,
    "numbers": _numbers,
    "hidden tests in public ones": _hidden_tests_in_public_ones,
    "mistakes in tests of another problem": _mistakes_in_tests_of_another,
    "sentences of hidden tests in hand-outs": _hidden_sentences_in_handouts,
}


class _Renaming(ast.NodeTransformer):
    """Give every variable, argument and function another name, the same one wherever it stands."""

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(self._other(node.id), node.ctx)

    def visit_arg(self, node: ast.arg) -> ast.arg:
        return ast.arg(self._other(node.arg), node.annotation)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.generic_visit(node)
        node.name = self._other(node.name)
        return node

    @staticmethod
    def _other(name: str) -> str:
        return name if name in ("self", "cls") else f"{name}_2"
