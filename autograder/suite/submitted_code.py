"""The submission's source as far as feedback may quote it, and what a line of it can say by itself.

A worker claims where an exception was raised and what it names. Both are believed only where the source bears them out: a line is
one of the first ``MAX_LINES`` lines of code, in the function that is claimed; a caller is one of few lines that call that function
by its name; a name stands on the line itself, beside few others of its kind. So the claims are choices from short lists.

Nothing is parsed here: a line is looked at by its words, and whoever writes a line that looks like another one only has other words
to choose from.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from typing import NamedTuple

from autograder.isolation.rpc import messages
from autograder.submission.outline import read_outline
from autograder.suite.wordings import NAME, OPERATORS

MAX_LINES = 4096  # of code that may be quoted, in the order of the files: the whole course's solution has 600
MAX_CALLERS = 16  # lines that call a function; with more of them none is shown
MAX_CHOICES = 8  # names of one kind on a line; with more of them none is shown
_MAX_QUOTED = 160  # characters of a line
_MAX_READ = 1000  # characters of a line, or of the head of a function, in which names are looked for

_IN_LINE = {
    "name": re.compile(rf"(?<![\w.'\"])({NAME})"),
    "attribute": re.compile(rf"\.\s*({NAME})"),
    "call": re.compile(rf"({NAME})\s*\("),
    "key": re.compile(r"['\"]([^'\"\\]{1,40})['\"]"),
    "package": re.compile(rf"(?:^|;)\s*(?:import|from)\s+({NAME}(?:\.{NAME}){{0,3}})"),
    "operator": re.compile("|".join(map(re.escape, sorted(OPERATORS, key=len, reverse=True)))),
}
_DOTTED = re.compile(rf"(?<![\w.])({NAME}(?:\.{NAME}){{1,3}})")
_IMPORT_AS = re.compile(rf"^\s*import\s+({NAME}(?:\.{NAME}){{0,3}})\s+as\s+({NAME})", re.MULTILINE)
_FROM_IMPORT = re.compile(rf"^\s*from\s+({NAME}(?:\.{NAME}){{0,3}})\s+import\s+({NAME})\s*$", re.MULTILINE)
_ARGUMENT = re.compile(rf"(?:^|[(,])\s*({NAME})\s*(?=[:=,)]|$)")


class Location(NamedTuple):
    """A line of the submission that was running when something was raised."""

    file: str
    line: int  # from 1
    function: str  # empty outside of functions
    text: str

    @property
    def name(self) -> str:
        """The place in words."""
        return f"{self.file} line {self.line}"


class SubmittedCode:
    """The files of a submission.

    Args:
        sources: by path, decoded; the first ones are quoted first.
    """

    def __init__(self, sources: Mapping[str, str]) -> None:
        self.sources = dict(sources)
        self._lines: dict[str, list[str]] = {}  # by file, as far as they may be quoted
        left = MAX_LINES
        for file, source in sources.items():
            lines = []
            for line in source.splitlines():
                left -= _is_code(line)
                if left < 0:
                    break
                lines.append(line)
            self._lines[file] = lines
        self._functions: dict[str, tuple[tuple[int, int, str], ...]] = {}

    def locate(self, frame: messages.Frame) -> Location | None:
        """Return the line that a frame claims, None where the source has no such line of code in such a function."""
        lines = self._lines.get(frame.file, [])
        text = lines[frame.line - 1] if 1 <= frame.line <= len(lines) else ""
        if not _is_code(text):
            return None
        around = [name for first, last, name in self._functions_of(frame.file) if first <= frame.line <= last]
        # "<module>", "<lambda>" and the like run in a line of any function; the body of a class has the name of the class.
        is_known = frame.function.startswith("<") or frame.function in (*around, "")
        if not is_known and frame.function != self._class_at(frame.file, frame.line):
            return None
        quoted = "".join(character for character in " ".join(text.split()) if character.isprintable())
        return Location(frame.file, frame.line, around[-1] if around else "", quoted[:_MAX_QUOTED])

    def find_locations(self, frames: list[messages.Frame]) -> list[Location]:
        """Return where an exception was raised, after the line that called this function if the source shows one.

        Args:
            frames: as the worker claims them, outermost first.
        """
        found = [location for location in map(self.locate, frames) if location is not None]
        if not found:
            return []
        callers = self.callers(found[-1])
        caller = next((one for one in reversed(found[:-1]) if (one.file, one.line) in callers), None)
        return [found[-1]] if caller is None else [caller, found[-1]]

    def callers(self, location: Location) -> frozenset[tuple[str, int]]:
        """Return the lines that call the function of ``location`` by its name, as (file, line); none if they are many."""
        function = location.function
        if function == "__init__":
            function = self._class_at(location.file, location.line)
        if not function:
            return frozenset()
        call = re.compile(rf"(?<!def )(?<!class )(?<!\w){re.escape(function)}\s*\(")
        found = [
            (file, number)
            for file, lines in self._lines.items()
            for number, line in enumerate(lines, 1)
            if function in line and _is_code(line) and call.search(line)
        ]
        return frozenset(found) if len(found) <= MAX_CALLERS else frozenset()

    def choices(self, role: str, location: Location) -> frozenset[str]:
        """Return the names that a line itself can bring into a message, in one role of a wording; none if they are many."""
        line = self._lines[location.file][location.line - 1][:_MAX_READ]
        if role == "kind":
            found = {self._class_at(location.file, location.line)} - {""}
        elif role == "argument":
            calls = set(_IN_LINE["call"].findall(line))
            found = {name for call in (calls if len(calls) <= MAX_CHOICES else ()) for name in self.arguments(call)}
            found |= set(re.findall(rf"({NAME})\s*=(?!=)", line))
        elif role == "module":
            named = [dotted.split(".") for dotted in _DOTTED.findall(line)][:MAX_CHOICES]
            prefixes = {".".join(parts[:count]) for parts in named for count in range(1, len(parts))}
            found = {_resolve(name, self.sources[location.file]) for name in prefixes}
            found |= set(_IN_LINE["package"].findall(line))
        else:
            found = {"** or pow()" if name == "**" else name for name in _IN_LINE[role].findall(line)}
        if role == "package":  # of "import a.b" it may be "a" that is missing
            found |= {name.rpartition(".")[0] for name in found} | {name.partition(".")[0] for name in found}
        found -= {"", "self", *keyword.kwlist}
        return frozenset(found) if len(found) <= MAX_CHOICES else frozenset()

    def arguments(self, function: str) -> frozenset[str]:
        """Return the names of the arguments of a function, or of a class, of the submission; none if they are many."""
        found: set[str] = set()
        heads = (re.compile(rf"\bdef {re.escape(function)}\("), re.compile(rf"\bclass {re.escape(function)}\b"))
        for file in self._lines:
            source = self.sources[file]
            match = next((match for head in heads if function in source and (match := head.search(source))), None)
            if match is not None and match[0].startswith("class"):
                match = re.compile(r"\bdef __init__\(").search(source, match.end())
            if match is not None:
                inside = source[match.end() : match.end() + _MAX_READ].partition("):")[0].partition(") ->")[0]
                found |= set(_ARGUMENT.findall(inside)) - {"self"}
        return frozenset(found) if len(found) <= MAX_CHOICES else frozenset()

    def _class_at(self, file: str, line: int) -> str:
        """Return the class around a line, as the indentation of the lines above shows it; empty where there is none."""
        lines = self._lines[file]
        depth = _indentation(lines[line - 1])
        for text in reversed(lines[: line - 1]):
            if _is_code(text) and _indentation(text) < depth:
                depth = _indentation(text)
                match = re.match(rf"\s*class\s+({NAME})", text)
                if match:
                    return match[1]
        return ""

    def _functions_of(self, file: str) -> tuple[tuple[int, int, str], ...]:
        if file not in self._functions:
            self._functions[file] = read_outline(self.sources[file].encode()).functions
        return self._functions[file]


def _is_code(line: str) -> bool:
    text = line.lstrip()
    return bool(text) and not text.startswith("#")


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())


def _resolve(dotted: str, source: str) -> str:
    """Return the name of a module that may be imported under another one: ``numpy.linalg`` for ``np.linalg``."""
    first, dot, rest = dotted.partition(".")
    for module, alias in _IMPORT_AS.findall(source):
        if alias == first:
            return f"{module}{dot}{rest}"
    for package, module in _FROM_IMPORT.findall(source):
        if module == first:
            return f"{package}.{module}{dot}{rest}"
    return dotted
