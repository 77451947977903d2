"""What must not leave the house: every line, fragment, literal and sentence of the parts of a spec that students do
not get. What is too common to give anything away is left out here by measure, never by list: short lines, small
expressions, round numbers.
"""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Literal, NamedTuple

from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.syntax import comment_groups, is_docstring, nodes_of, parsed
from scripts.leaks.code_shapes import fragments

Category = Literal["solution", "hidden test", "mistake", "alternative", "model answer", "rubric"]
Kind = Literal["line", "fragment", "numbers", "number", "sentence"]

LINE_TOKENS = 9  # "loss = criterion(output, target)" has eight
LINE_WORDS = 4
SENTENCE_WORDS = 6
SHINGLE_WORDS = 11  # in a row, of a longer sentence of an answer
NUMBERS_DIGITS = 8  # significant digits in a row of numbers
NUMBER_DIGITS = 5

_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"(?<![^\W_])(?<!\\)[^\W_]+")  # no \frac: a formula's notation is everybody's
_NUMBER = re.compile(
    r"(?<![\w.])[-+]?(?:(?:\d{1,3}(?:(?:,|\{,\}|_)\d{3})+(?!\d)|\d+)(?:\.\d*)?(?:[eE][-+]?\d+)?(?!\w)|\.\d+)"
)
_SENTENCES = re.compile(r"(?<=[.!?:;])\s+|\n\s*\n|\n\s*[-*] ")
_DIGIT = re.compile(r"\d")
_APART = re.compile("[,_{}]")
_LITERALS = (ast.Constant, ast.List, ast.Tuple, ast.Set, ast.Dict)


class Secret(NamedTuple):
    """One thing that must not be in a release."""

    kind: Kind
    key: tuple[object, ...] | str
    category: Category
    problem: str
    source: str  # file of the spec
    line: int
    size: int  # tokens, nodes, words or digits: the larger the more telling
    shown: str  # how a message quotes it


def secrets_of(assignment: Assignment) -> list[Secret]:
    """Everything secret about the assignment's problems."""
    return [secret for problem in assignment.problems for secret in problem_secrets(problem)]


def problem_secrets(problem: Problem) -> Iterator[Secret]:
    """Everything secret about one problem."""
    folder = f"spec/problems/{problem.name}"
    for source in [*problem.sources.values(), *problem.experiments.values()]:
        for region in source.regions:
            span = range(region.solution_line, region.solution_line + len(region.solution))
            yield from code_secrets("\n".join(source.lines) + "\n", span, "solution", problem.name, source.path)
    for path, file in problem.test_files:
        if path.startswith("hidden/") and path.endswith(".py"):
            text = file.read_text(encoding="utf-8")
            everything = range(1, text.count("\n") + 2)
            yield from code_secrets(text, everything, "hidden test", problem.name, f"{folder}/{path}")
    categories: tuple[Category, Category] = ("mistake", "alternative")
    for category, variants in zip(categories, (problem.mistakes, problem.alternatives), strict=True):
        for variant in variants:
            shown = set(range(1, variant.text.count("\n") + 2)) - variant.fails_lines()
            yield from code_secrets(variant.text, shown, category, problem.name, variant.source)
    for question in problem.questions:
        where = f"{folder}/questions.md"
        yield from prose_secrets(question.answer, question.line, "model answer", problem.name, where, shingles=True)
        yield from prose_secrets(question.rubric, question.line, "rubric", problem.name, where, shingles=True)
    for number in problem.settings.numbers:
        yield from prose_secrets(f"{number.answer}", 1, "model answer", problem.name, f"{folder}/problem.toml")


def code_secrets(text: str, span: Container[int], category: Category, problem: str, source: str) -> Iterator[Secret]:
    """Secrets of the lines ``span`` of a Python file."""
    lines = text.split("\n")
    tree = parsed(text)
    nodes = nodes_of(tree) if tree is not None else ()
    docstrings = _docstring_lines(nodes)
    above: list[tuple[int, str, tuple[str, ...], int]] = []  # the two lines of code before this one
    for number, line in enumerate(lines, 1):
        if number not in span or number in docstrings:
            continue
        tokens = code_tokens(line)
        if not tokens or tokens[0] in ("import", "from", "@", "#"):
            continue
        words = _words(tokens)
        if len(tokens) >= LINE_TOKENS and words >= LINE_WORDS:
            yield Secret("line", tokens, category, problem, source, number, len(tokens), line.strip())
        if len(above) == 2:
            (start, line_1, tokens_1, words_1), (_, line_2, tokens_2, words_2) = above
            joined = tokens_1 + tokens_2 + tokens
            if len(joined) >= 2 * LINE_TOKENS and words_1 + words_2 + words >= LINE_WORDS:
                shown = f"{line_1.strip()} / {line_2.strip()} / {line.strip()}"
                yield Secret("line", joined, category, problem, source, start, len(joined), shown)
        above = [*above[-1:], (number, line, tokens, words)]
    if tree is None:
        return
    for fragment in fragments(tree):
        if fragment.line in span and fragment.last in span:
            shown = lines[fragment.line - 1].strip()
            yield Secret("fragment", fragment.key, category, problem, source, fragment.line, fragment.size, shown)
    for node in nodes:
        if not isinstance(node, _LITERALS) or node.lineno not in span:
            continue
        line_of_node = node.lineno
        if isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
            numbers = _leaves(node)
            digits = sum(significant(number) for number in numbers)
            telling = len(set(numbers)) >= 3 and digits >= NUMBERS_DIGITS
            if telling and (min(numbers) < 0 or any(number % 1 for number in numbers)):
                shown = ast.unparse(node)
                yield Secret("numbers", tuple(numbers), category, problem, source, line_of_node, digits, shown)
        elif isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
            value = float(node.value)
            size = significant(value)
            if size >= NUMBER_DIGITS:
                yield Secret("number", (abs(value),), category, problem, source, line_of_node, size, str(node.value))
        elif isinstance(node.value, str):
            yield from prose_secrets(node.value, line_of_node, category, problem, source, numbers=False)
    for first, comments in comment_groups(text):
        inner = {number: comment for number, comment in enumerate(comments, first) if number in span}
        if inner:
            yield from prose_secrets("\n".join(inner.values()), min(inner), category, problem, source, numbers=False)


def prose_secrets(
    text: str,
    line: int,
    category: Category,
    problem: str,
    source: str,
    *,
    shingles: bool = False,
    numbers: bool = True,
) -> Iterator[Secret]:
    """Sentences of at least six words, and numbers of at least five digits."""
    for sentence in _SENTENCES.split(text):
        words = tuple(words_in(sentence))
        shown = " ".join(sentence.split())
        if _wordy(words):
            yield Secret("sentence", words, category, problem, source, line, len(words), shown)
        if shingles:
            for start in range(len(words) - SHINGLE_WORDS + 1):
                key = words[start : start + SHINGLE_WORDS]
                if not _wordy(key):
                    continue
                yield Secret("sentence", key, category, problem, source, line, SHINGLE_WORDS, " ".join(key))
    if numbers:
        for value in numbers_in(text):
            if significant(value) >= NUMBER_DIGITS:
                yield Secret(
                    "number", (abs(value),), category, problem, source, line, significant(value), f"{value:.12g}"
                )


def code_tokens(line: str) -> tuple[str, ...]:
    """Tokens of one line of code without its comment."""
    if "#" in line:
        line = line[: _comment(line)]
    return tuple(tokens_in(line))


def _comment(line: str) -> int:
    """Where the comment of a line that has a # begins; its end where that # is part of a string."""
    if '"' not in line and "'" not in line:
        return line.index("#")
    try:
        for token in tokenize.generate_tokens(io.StringIO(line).readline):
            if token.type == tokenize.COMMENT:
                return token.start[1]
    except (tokenize.TokenError, IndentationError, SyntaxError):
        found = re.search(r"\s#", line)
        return found.start() if found else len(line)
    return len(line)


def tokens_in(text: str) -> list[str]:
    """Names, numbers and signs of a text, one by one."""
    return _TOKEN.findall(text)


def words_in(text: str) -> list[str]:
    """Lower-case words of a text."""
    return [word.lower() for word in _WORD.findall(text)]


def numbers_in(text: str) -> list[float]:
    """Numbers of a text; thousands may be set apart."""
    if not _DIGIT.search(text):
        return []
    return [float(_APART.sub("", number)) for number in _NUMBER.findall(text)]


class Stream(NamedTuple):
    """A text as a sequence of values, in which the keys of one kind of secret may stand."""

    values: Callable[[str], Sequence[object]]
    pattern: re.Pattern[str]

    def offsets(self, text: str, wanted: Iterable[int]) -> dict[int, int]:
        """Where in the text the values of these indices begin."""
        found: dict[int, int] = {}
        matches = self.pattern.finditer(text)
        passed = 0
        for index in sorted(set(wanted)):
            found[index] = next(islice(matches, index - passed, None)).start()
            passed = index + 1
        return found


STREAMS: dict[Kind, Stream] = {
    "line": Stream(tokens_in, _TOKEN),
    "sentence": Stream(words_in, _WORD),
    "numbers": Stream(numbers_in, _NUMBER),
}


def significant(number: float) -> int:
    """Significant decimal digits: 3 for 0.0313, 1 for 1000."""
    digits = f"{abs(number):.10g}".partition("e")[0].replace(".", "").strip("0")
    return max(len(digits), 1)


def _wordy(words: Sequence[str]) -> bool:
    """Whether this says something in words, not only in signs."""
    return sum(1 for word in words if len(word) > 2 or word in ("is", "it", "of", "in", "to", "a")) >= SENTENCE_WORDS


def _words(tokens: Sequence[str]) -> int:
    """How many names and numbers there are among the tokens."""
    return sum(map(_is_word, tokens))


@cache
def _is_word(token: str) -> bool:
    return token[0].isalnum() and not keyword.iskeyword(token) and token != "self"


def _leaves(node: ast.AST) -> list[float]:
    numbers: list[float] = []
    for child in [node.values] if isinstance(node, ast.Dict) else [getattr(node, "elts", [])]:
        for item in child:
            if isinstance(item, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
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
