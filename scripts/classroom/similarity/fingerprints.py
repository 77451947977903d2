"""Fingerprints of the functions that students fill: a hash of every run of tokens of their normal form.

Winnowing (Schleimer, Wilkerson, Aiken, SIGMOD 2003) would keep one run of several. Functions are too short for that: with one
of four kept, seven of 552 pairs of independent functions pass 0.8 instead of four, and memory is no concern.
"""

from __future__ import annotations

import ast
import re
import warnings
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scripts.classroom.similarity.normal_form import FunctionNode, Names, TooDeep, normalise, read_imports

Hashes = npt.NDArray[np.uint64]

RUN = 8  # tokens of a fingerprint, about a statement; the figures are beside THRESHOLD
MAX_CHARACTERS = 100_000  # of a file; the longest solution has 10,000
MAX_TOKENS = 20_000  # of a function; the longest of the solutions and alternatives has 298

HELPERS = ""  # stands for all functions of a file that the skeleton does not have: their names are the student's

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # odd and without a pattern


@dataclass(frozen=True, order=True)
class Slot:
    """A function that students fill, or the helpers that they add to a file."""

    path: str
    name: str  # qualified; HELPERS for the helpers


class Unreadable(Exception):
    """A file cannot be compared; the message is the reason."""


@dataclass(frozen=True, eq=False)
class Function:
    """A function as it is compared."""

    name: str  # qualified
    first_line: int
    last_line: int
    codes: npt.NDArray[np.uint32]  # of its tokens, one each
    lines: npt.NDArray[np.int32]  # of its tokens, one each

    @property
    def runs(self) -> Hashes:
        """The hash of every run of ``RUN`` tokens, in their order; none where the function has fewer."""
        numbers = self.codes.astype(np.uint64)
        count = max(len(numbers) - RUN + 1, 0)
        hashes = np.zeros(count, np.uint64)
        for offset in range(RUN if count else 0):
            hashes = hashes * _MULTIPLIER + numbers[offset : offset + count]
        return hashes


Functions = dict[Slot, list[Function]]


def runs_of(functions: Sequence[Function]) -> Hashes:
    """Return the runs of several functions, sorted and once each."""
    return np.unique(np.concatenate([np.empty(0, np.uint64), *(one.runs for one in functions)]))


@dataclass(frozen=True, eq=False)
class Skeleton:
    """What the student skeleton has, which is nobody's own."""

    functions: Mapping[Slot, Function]
    runs: Hashes  # sorted
    words: frozenset[str]  # every identifier in it, in its comments too

    @classmethod
    def read(cls, files: Mapping[str, str]) -> Skeleton:
        """Read the skeleton's Python files.

        Raises:
            Unreadable: one of them cannot be read.
        """
        words = frozenset(word for text in files.values() for word in re.findall(r"[^\W\d]\w*", text))
        functions = {
            Slot(path, one.name): one
            for path, text in files.items()
            if path.endswith(".py")
            for one in _read_functions(path, text, words)
        }
        return cls(functions, runs_of(list(functions.values())), words)

    def filled(self, path: str, text: str) -> Functions:
        """Return the functions of a student's file that are not as the skeleton has them.

        Raises:
            Unreadable: the file cannot be read.
        """
        in_force = {one.name: one for one in _read_functions(path, text, self.words)}  # of two with a name, the last
        found: Functions = {}
        for one in in_force.values():
            slot = Slot(path, one.name)
            if slot not in self.functions:
                found.setdefault(Slot(path, HELPERS), []).append(one)
            elif not np.array_equal(self.functions[slot].codes, one.codes):
                found[slot] = [one]
        return found


def _read_functions(path: str, text: str, words: frozenset[str]) -> Iterator[Function]:
    """Yield the functions and methods of a file in its order."""
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(f"{path} is longer than {MAX_CHARACTERS:,} characters.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an unknown escape in the student's strings, for example
            tree = ast.parse(text)
        names = Names(read_imports(tree.body), words)
        for name, node in _definitions(tree.body, ""):
            yield _read_function(path, name, node, names)
    except SyntaxError as error:
        raise Unreadable(f"{path} is not Python (line {error.lineno}).") from error
    except (ValueError, RecursionError, MemoryError, TooDeep) as error:
        raise Unreadable(f"{path} cannot be read as Python, or is nested too deeply.") from error


def _read_function(path: str, name: str, node: FunctionNode, names: Names) -> Function:
    tokens = normalise(node, names)
    if len(tokens) > MAX_TOKENS:
        raise Unreadable(f"{path} has a function of more than {MAX_TOKENS:,} tokens, {name}.")
    return Function(
        name,
        node.lineno,
        node.end_lineno or node.lineno,
        np.array([zlib.crc32(token.text.encode("utf-8", "replace")) for token in tokens], np.uint32),
        np.array([token.line for token in tokens], np.int32),
    )


def _definitions(statements: Sequence[ast.stmt], prefix: str) -> Iterator[tuple[str, FunctionNode]]:
    for node in statements:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _definitions(node.body, f"{prefix}{node.name}.")
        else:  # a condition, a try, a with, a loop: whatever holds statements
            for block in (*getattr(node, "handlers", ()), *getattr(node, "cases", ()), node):
                for part in ("body", "orelse", "finalbody"):
                    yield from _definitions(getattr(block, part, ()), prefix)
