"""What must not leave the house: every line, fragment, literal and sentence of the parts of a spec that students do
not get. What is too common to give anything away is left out here by measure, never by list: short lines, small
expressions, round numbers."""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from scripts.reading import comment_groups, parsed
from scripts.spec import Assignment, Problem

Category = Literal["solution", "hidden test", "mistake", "alternative", "model answer", "rubric"]
Kind = Literal["line", "fragment", "numbers", "number", "sentence"]

LINE_TOKENS = 9  # "loss = criterion(output, target)" has eight
LINE_WORDS = 4
FRAGMENT_NODES = 15
SENTENCE_WORDS = 6
SHINGLE_WORDS = 11  # in a row, of a longer sentence of an answer
NUMBERS_DIGITS = 8  # significant digits in a row of numbers
NUMBER_DIGITS = 5

_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"(?<![^\W_])(?<!\\)[^\W_]+")  # no \frac: a formula's notation is everybody's
_NUMBER = re.compile(
    r"(?<![\w.])[-+]?(?:\d{1,3}(?:(?:,|\{,\}|_)\d{3})+(?!\d)|\d+)(?:\.\d*)?(?:[eE][-+]?\d+)?(?!\w)|(?<![\w.])[-+]?\.\d+"
)


@dataclass(frozen=True)
class Secret:
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
            yield from code_secrets(
                text, range(1, text.count("\n") + 2), "hidden test", problem.name, f"{folder}/{path}"
            )
    for category, variants in (("mistake", problem.mistakes), ("alternative", problem.alternatives)):
        for variant in variants:
            text = variant.without_fails()
            span = range(1, text.count("\n") + 2)
            yield from code_secrets(text, span, category, problem.name, variant.source)  # type: ignore[arg-type]
    for question in problem.questions:
        where = f"{folder}/questions.md"
        yield from prose_secrets(question.answer, question.line, "model answer", problem.name, where, shingles=True)
        yield from prose_secrets(question.rubric, question.line, "rubric", problem.name, where, shingles=True)
    for number in problem.settings.numbers:
        yield from prose_secrets(f"{number.answer}", 1, "model answer", problem.name, f"{folder}/problem.toml")


def code_secrets(text: str, span: range, category: Category, problem: str, source: str) -> Iterator[Secret]:
    """Secrets of the lines ``span`` of a Python file."""
    lines = text.split("\n")
    tree = parsed(text)
    docstrings = _docstring_lines(tree) if tree is not None else set()
    window: list[tuple[int, str, tuple[str, ...]]] = []
    for number in span:
        line = lines[number - 1] if number <= len(lines) else ""
        if number in docstrings:
            continue
        tokens = code_tokens(line)
        if not tokens or tokens[0] in ("import", "from", "@", "#"):
            continue
        if _telling(tokens):
            yield Secret("line", tokens, category, problem, source, number, len(tokens), line.strip())
        window = [*window, (number, line, tokens)][-3:]
        joined = tuple(token for _, _, part in window for token in part)
        if len(window) == 3 and _telling(joined) and len(joined) >= 2 * LINE_TOKENS:
            yield Secret(
                "line",
                joined,
                category,
                problem,
                source,
                window[0][0],
                len(joined),
                " / ".join(w[1].strip() for w in window),
            )
    if tree is None:
        return
    for fragment in fragments(tree):
        if fragment.line in span and fragment.last in span:
            yield Secret(
                "fragment",
                fragment.key,
                category,
                problem,
                source,
                fragment.line,
                fragment.size,
                lines[fragment.line - 1].strip(),
            )
    inside = [node for node in ast.walk(tree) if getattr(node, "lineno", 0) in span]
    for node in inside:
        if isinstance(node, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
            numbers = _leaves(node)
            digits = sum(significant(number) for number in numbers)
            if (
                len(set(numbers)) >= 3
                and digits >= NUMBERS_DIGITS
                and (min(numbers) < 0 or any(n % 1 for n in numbers))
            ):
                shown = ast.unparse(node)
                yield Secret("numbers", tuple(numbers), category, problem, source, node.lineno, digits, shown)
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool)
        ):
            if significant(float(node.value)) >= NUMBER_DIGITS:
                size = significant(float(node.value))
                yield Secret(
                    "number", (abs(float(node.value)),), category, problem, source, node.lineno, size, str(node.value)
                )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from prose_secrets(node.value, node.lineno, category, problem, source, numbers=False)
    for first, comments in comment_groups(text):
        inner = [comment for number, comment in enumerate(comments, first) if number in span]
        yield from prose_secrets("\n".join(inner), max(first, span.start), category, problem, source, numbers=False)


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
    for sentence in re.split(r"(?<=[.!?:;])\s+|\n\s*\n|\n\s*[-*] ", text):
        words = prose_words(sentence)
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
        for _, value in numbers_in(text):
            if significant(value) >= NUMBER_DIGITS:
                yield Secret(
                    "number", (abs(value),), category, problem, source, line, significant(value), f"{value:.12g}"
                )


@dataclass(frozen=True)
class Fragment:
    """A piece of syntax with its identifiers renamed."""

    key: str
    line: int
    last: int
    size: int


def fragments(tree: ast.Module) -> list[Fragment]:
    """Statements, expressions and function bodies of some size, with identifiers renamed in order of appearance."""
    found: list[Fragment] = []

    def visit(node: ast.AST) -> int:
        """Nodes of a subtree, its fragments noted on the way."""
        size = 1 + sum(visit(child) for child in ast.iter_child_nodes(node) if not isinstance(child, ast.expr_context))
        if size < FRAGMENT_NODES or _is_docstring(node):
            return size
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            body = [statement for statement in node.body if not _is_docstring(statement)]
            if len(body) > 1:
                inside = sum(1 for statement in body for _ in ast.walk(statement))
                if inside >= FRAGMENT_NODES:
                    last = body[-1].end_lineno or body[-1].lineno
                    found.append(Fragment(canonical(body), body[0].lineno, last, inside))
        elif isinstance(node, (ast.stmt, ast.expr)) and not isinstance(
            node, (ast.ClassDef, ast.Import, ast.ImportFrom)
        ):
            found.append(Fragment(canonical([node]), node.lineno, node.end_lineno or node.lineno, size))
        return size

    visit(tree)
    return found


def canonical(nodes: Sequence[ast.AST]) -> str:
    """Syntax as a string in which names are numbers; attributes of anything but self keep theirs."""
    names: dict[str, str] = {}

    def name(text: str) -> str:
        return names.setdefault(text, f"_{len(names)}")

    def write(value: object) -> str:
        if isinstance(value, ast.Name):
            return name(value.id)
        if isinstance(value, ast.arg):
            return name(value.arg)
        if isinstance(value, ast.Attribute):
            own = isinstance(value.value, ast.Name) and value.value.id in ("self", "cls")
            return f"{write(value.value)}.{name('.' + value.attr) if own else value.attr}"
        if isinstance(value, ast.AST):
            if isinstance(value, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                name(value.name)
            fields = [
                write(getattr(value, field))
                for field in value._fields
                if field
                not in ("ctx", "annotation", "returns", "type_comment", "kind", "name", "decorator_list", "type_params")
            ]
            return f"{type(value).__name__}({','.join(fields)})"
        if isinstance(value, list):
            return "[" + ",".join(write(item) for item in value) + "]"
        return repr(value)

    return ";".join(write(node) for node in nodes)


def code_tokens(line: str) -> tuple[str, ...]:
    """Tokens of one line of code without its comment."""
    if "#" in line:
        try:
            for token in tokenize.generate_tokens(io.StringIO(line).readline):
                if token.type == tokenize.COMMENT:
                    line = line[: token.start[1]]
        except (tokenize.TokenError, IndentationError, SyntaxError):
            line = re.sub(r"\s#.*$", "", line)
    return tuple(_TOKEN.findall(line))


def tokens_in(text: str) -> Iterator[tuple[int, str]]:
    """(offset, token) of a text."""
    return ((match.start(), match.group()) for match in _TOKEN.finditer(text))


def prose_words(text: str) -> tuple[str, ...]:
    """Lower-case words."""
    return tuple(word.lower() for word in _WORD.findall(text))


def words_in(text: str) -> Iterator[tuple[int, str]]:
    """(offset, lower-case word) of a text."""
    return ((match.start(), match.group().lower()) for match in _WORD.finditer(text))


def numbers_in(text: str) -> Iterator[tuple[int, float]]:
    """(offset, number) of a text; thousands may be set apart."""
    for match in _NUMBER.finditer(text):
        yield match.start(), float(re.sub(r"[,_{}]", "", match.group()))


def significant(number: float) -> int:
    """Significant decimal digits: 3 for 0.0313, 1 for 1000."""
    digits = f"{abs(number):.10g}".partition("e")[0].replace(".", "").strip("0")
    return max(len(digits), 1)


def _wordy(words: Sequence[str]) -> bool:
    """Whether this says something in words, not only in signs."""
    return sum(1 for word in words if len(word) > 2 or word in ("is", "it", "of", "in", "to", "a")) >= SENTENCE_WORDS


def _telling(tokens: Sequence[str]) -> bool:
    words = [token for token in tokens if token[0].isalnum() and not keyword.iskeyword(token) and token != "self"]
    return len(tokens) >= LINE_TOKENS and len(words) >= LINE_WORDS


def _leaves(node: ast.AST) -> list[float]:
    numbers: list[float] = []
    for child in [node.values] if isinstance(node, ast.Dict) else [getattr(node, "elts", [])]:
        for item in child:
            if isinstance(item, (ast.List, ast.Tuple, ast.Set, ast.Dict)):
                numbers += _leaves(item)
            else:
                try:
                    value = ast.literal_eval(item)
                except ValueError:
                    continue
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    numbers.append(float(value))
    return numbers


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _docstring_lines(tree: ast.Module) -> set[int]:
    return {
        line
        for node in ast.walk(tree)
        if _is_docstring(node)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)  # type: ignore[attr-defined]
    }
