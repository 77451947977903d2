"""What must not be released: each line, fragment, literal and sentence of the parts of a spec that students do not get.

What is too common to give anything away is left out by the thresholds of ``scripts.leaks.thresholds``, never by a list.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from scripts.coursespec.files import files_below, read_text
from scripts.coursespec.model import WEIGHTS, Assignment, Problem
from scripts.coursespec.syntax import comment_groups, is_docstring, nodes_of, parsed
from scripts.leaks.code_shapes import fragments
from scripts.leaks.streams import code_tokens, count_names, count_plain_words, numbers_in, significant_digits, words_in
from scripts.leaks.thresholds import CHOSEN, Thresholds

Category = Literal["solution", "hidden test", "mistake", "alternative", "model answer", "rubric"]
Kind = Literal["line", "fragment", "numbers", "number", "sentence", "weights"]
Key = tuple[object, ...] | str  # a sequence of tokens, words or numbers; of a fragment its shape

_SENTENCES = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n|\n\s*[-*] ")
_SEQUENCES = (ast.List, ast.Tuple, ast.Set, ast.Dict)


class Origin(NamedTuple):
    """The part of a spec that a secret comes from."""

    category: Category
    problem: str
    source: str  # file of the spec


class Secret(NamedTuple):
    """One thing that must not be in a release."""

    kind: Kind
    key: Key
    origin: Origin
    line: int
    size: int  # tokens, nodes, words or digits: the larger, the less likely a coincidence
    excerpt: str  # what a message quotes


def secrets_of(assignment: Assignment, thresholds: Thresholds = CHOSEN) -> list[Secret]:
    """List everything secret about the problems of an assignment."""
    return [secret for problem in assignment.problems for secret in problem_secrets(problem, thresholds)]


def problem_secrets(problem: Problem, thresholds: Thresholds = CHOSEN) -> Iterator[Secret]:
    """Yield everything secret about one problem."""
    for text, span, origin in secret_code(problem):
        yield from code_secrets(text, span, origin, thresholds)
    for text, line, origin in secret_prose(problem):
        yield from prose_secrets(text, line, origin, thresholds, passages=True)
    settings = Origin("model answer", problem.name, f"{problem.display_path}/problem.toml")
    for number in problem.settings.numbers:
        yield from prose_secrets(f"{number.answer}", 1, settings, thresholds)


def secret_code(problem: Problem) -> Iterator[tuple[str, Container[int], Origin]]:
    """Yield the secret code of a problem: (text of a Python file, its secret lines, origin)."""
    folder = problem.display_path
    for source in [*problem.sources.values(), *problem.experiments.values()]:
        text = "\n".join(source.lines) + "\n"
        for region in source.regions:
            span = range(region.solution_line, region.solution_line + len(region.solution))
            yield text, span, Origin("solution", problem.name, source.path)
    for path, file in problem.test_files:
        if path.startswith("hidden/") and path.endswith(".py"):
            text = read_text(file, f"{folder}/{path}")
            yield text, range(1, text.count("\n") + 2), Origin("hidden test", problem.name, f"{folder}/{path}")
    for file in files_below(problem.folder / WEIGHTS):
        if file.suffix == ".py":
            text = read_text(file, str(file))
            path = file.relative_to(problem.folder).as_posix()
            yield text, range(1, text.count("\n") + 2), Origin("solution", problem.name, f"{folder}/{path}")
    categories: tuple[Category, Category] = ("mistake", "alternative")
    for category, variants in zip(categories, (problem.mistakes, problem.alternatives), strict=True):
        for variant in variants:
            lines = set(range(1, variant.text.count("\n") + 2)) - variant.fails_lines()
            yield variant.text, lines, Origin(category, problem.name, variant.source)


def secret_prose(problem: Problem) -> Iterator[tuple[str, int, Origin]]:
    """Yield the secret texts of a problem: (Markdown, its line, origin)."""
    source = f"{problem.display_path}/questions.md"
    for question in problem.questions:
        yield question.answer, question.line, Origin("model answer", problem.name, source)
        yield question.rubric, question.line, Origin("rubric", problem.name, source)


def code_secrets(text: str, span: Container[int], origin: Origin, thresholds: Thresholds = CHOSEN) -> Iterator[Secret]:
    """Yield the secrets of some lines of a Python file.

    Args:
        text: the whole file, which need not be valid Python.
        span: numbers of its secret lines, from 1.
        origin: where the file comes from.
        thresholds: how much of it is no coincidence.
    """
    lines = text.split("\n")
    tree = parsed(text)
    nodes = nodes_of(tree) if tree is not None else ()
    yield from _line_secrets(lines, span, _docstring_lines(nodes), origin, thresholds)
    if tree is None:
        return
    for fragment in fragments(tree, thresholds.fragment_nodes):
        if fragment.line in span and fragment.last in span:
            excerpt = lines[fragment.line - 1].strip()
            yield Secret("fragment", fragment.key, origin, fragment.line, fragment.size, excerpt)
    for node in nodes:
        if isinstance(node, (ast.Constant, *_SEQUENCES)) and node.lineno in span:
            yield from _literal_secrets(node, origin, thresholds)
    for first, comments in comment_groups(text):
        inner = {number: comment for number, comment in enumerate(comments, first) if number in span}
        if inner:
            yield from prose_secrets("\n".join(inner.values()), min(inner), origin, thresholds, numbers=False)


def _line_secrets(
    lines: Sequence[str], span: Container[int], docstrings: Container[int], origin: Origin, thresholds: Thresholds
) -> Iterator[Secret]:
    """Yield single lines that are long enough, and three short ones in a row."""
    above: list[tuple[int, str, tuple[str, ...], int]] = []  # the two lines of code before this one
    for number, line in enumerate(lines, 1):
        if number not in span or number in docstrings:
            continue
        tokens = code_tokens(line)
        if not tokens or tokens[0] in ("import", "from", "@", "#"):
            continue
        names = count_names(tokens)
        if len(tokens) >= thresholds.line_tokens and names >= thresholds.line_names:
            yield Secret("line", tokens, origin, number, len(tokens), line.strip())
        if len(above) == 2:
            (start, line_1, tokens_1, names_1), (_, line_2, tokens_2, names_2) = above
            joined = tokens_1 + tokens_2 + tokens
            if len(joined) >= thresholds.three_lines_tokens and names_1 + names_2 + names >= thresholds.line_names:
                excerpt = f"{line_1.strip()} / {line_2.strip()} / {line.strip()}"
                yield Secret("line", joined, origin, start, len(joined), excerpt)
        above = [*above[-1:], (number, line, tokens, names)]


def _literal_secrets(
    node: ast.Constant | ast.List | ast.Tuple | ast.Set | ast.Dict, origin: Origin, thresholds: Thresholds
) -> Iterator[Secret]:
    if not isinstance(node, ast.Constant):
        numbers = _leaves(node)
        digits = sum(significant_digits(number) for number in numbers)
        is_long = len(set(numbers)) >= thresholds.numbers_count and digits >= thresholds.numbers_digits
        if is_long and (min(numbers) < 0 or any(number % 1 for number in numbers)):
            yield Secret("numbers", tuple(numbers), origin, node.lineno, digits, ast.unparse(node))
    elif isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        value = float(node.value)
        digits = significant_digits(value)
        if digits >= thresholds.number_digits:
            yield Secret("number", (abs(value),), origin, node.lineno, digits, str(node.value))
    elif isinstance(node.value, str):
        yield from prose_secrets(node.value, node.lineno, origin, thresholds, numbers=False)


def prose_secrets(
    text: str,
    line: int,
    origin: Origin,
    thresholds: Thresholds = CHOSEN,
    *,
    passages: bool = False,
    numbers: bool = True,
) -> Iterator[Secret]:
    """Yield the sentences and numbers of a text.

    Args:
        text: Markdown, a comment or a string.
        line: where it begins in the file of ``origin``.
        origin: where the text comes from.
        thresholds: how much of it is no coincidence.
        passages: whether parts of a sentence are secret too.
        numbers: whether single numbers are.
    """
    for sentence in split_sentences(text):
        words = tuple(words_in(sentence))
        if count_plain_words(words) >= thresholds.sentence_words:
            yield Secret("sentence", words, origin, line, len(words), " ".join(sentence.split()))
        if passages:
            length = thresholds.passage_words
            for start in range(len(words) - length + 1):
                key = words[start : start + length]
                if count_plain_words(key) >= thresholds.sentence_words:
                    yield Secret("sentence", key, origin, line, length, " ".join(key))
    if numbers:
        for value in numbers_in(text):
            digits = significant_digits(value)
            if digits >= thresholds.number_digits:
                yield Secret("number", (abs(value),), origin, line, digits, f"{value:.12g}")


def split_sentences(text: str) -> list[str]:
    """Split a text at the ends of sentences, at empty lines and at the items of lists."""
    return _SENTENCES.split(text)


def _leaves(node: ast.AST) -> list[float]:
    """Return the numbers of a nested literal in their order."""
    numbers: list[float] = []
    for item in node.values if isinstance(node, ast.Dict) else getattr(node, "elts", []):
        if isinstance(item, _SEQUENCES):
            numbers += _leaves(item)
        elif isinstance(item, (ast.Constant, ast.UnaryOp, ast.BinOp)):
            try:
                value = ast.literal_eval(item)
            except ValueError:
                continue
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                numbers.append(float(value))
    return numbers


def _docstring_lines(nodes: Iterable[ast.AST]) -> set[int]:
    return {
        line
        for node in nodes
        if is_docstring(node)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)  # type: ignore[attr-defined]
    }
