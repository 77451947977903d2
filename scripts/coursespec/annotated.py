"""Read annotated source: solution and student stub in one file that runs as it stands.

A region looks like this; the part from ``# STUB`` on is optional, and its lines are commented-out code::

    # BEGIN SOLUTION
    return x + epsilon * gradient.sign()
    # STUB
    # gradient = None  # replace None
    # END SOLUTION
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Collection
from dataclasses import dataclass, replace

from scripts.coursespec.syntax import drop_lines, lines_of, syntax
from scripts.errors import SpecError

BEGIN, STUB, END = "BEGIN SOLUTION", "STUB", "END SOLUTION"
_MARKER = re.compile(r"^(?P<indent>[ \t]*)# (?P<marker>BEGIN SOLUTION|STUB|END SOLUTION)\s*$")
_NEAR = re.compile(r"^#+\s*(?:(?:begin|end|start|stop)[\s_-]*(?:of\s+)?solutions?|stubs?)\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Region:
    """One marked region. Line numbers count from 1 and are those of the marker lines."""

    begin: int
    end: int
    indent: str
    solution: tuple[str, ...]  # lines as they stand in the file
    solution_line: int  # line number of the first of them
    stub: tuple[str, ...] | None  # uncommented; None: the default
    owner: str  # "conv1d", "Net.forward"; "" outside any function


@dataclass(frozen=True)
class Annotated:
    """A source file taken apart."""

    path: str  # as messages name it
    lines: tuple[str, ...]
    regions: tuple[Region, ...]
    unneeded: frozenset[str] = frozenset()  # imported names that students do not need for what ``without`` left

    def staff(self) -> str:
        """Return the file with the solution in and the markers out."""
        return self._render([region.solution for region in self.regions])

    def student(self, title: str) -> str:
        """Return the file as a student gets it, for the problem called ``title``.

        Raises:
            SpecError: it does not parse.
        """
        text = self._render([_stub(region, title) for region in self.regions])
        try:
            if self.unneeded:
                text = _without_imports(text, self.unneeded)
            syntax(text)
        except SyntaxError as error:
            line = self._line_of_student(error.lineno or 1, title)
            raise SpecError(
                f"{self.path}:{line}: the student's version does not parse here ({error.msg}); "
                "move the markers so that whole statements lie between them, or fix the stub."
            ) from error
        return text

    def given(self) -> str:
        """Return the code around the regions: the file with ``pass`` in their places."""
        return self._render([(f"{region.indent}pass",) for region in self.regions])

    def without(self, names: Collection[str]) -> Annotated:
        """Return the file without some of its functions and classes at the top level.

        Students get it without imports that only these used, or only helpers of the solution. Staff keep them, for mistakes that
        use them.
        """
        gone: set[int] = set()
        text = "\n".join(self.lines) + "\n"
        helpers = [range(region.begin, region.end) for region in self.regions if not region.owner]
        used: dict[bool, set[str]] = {True: set(), False: set()}  # by functions that stay, or by anything else
        for node in syntax(text).body:
            is_gone = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and node.name in names
            is_left = not is_gone and not any(node.lineno in lines for lines in helpers)
            used[is_left] |= {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            if is_gone:
                own = lines_of(node)
                stop = own.stop  # a region's last marker is below the last statement
                while stop <= len(self.lines) and self.lines[stop - 1][:1] in ("", " ", "\t"):
                    stop += 1
                gone |= set(range(own.start, stop))
        if not gone:
            return self
        return replace(parse(drop_lines(text, gone), self.path), unneeded=frozenset(used[False] - used[True]))

    def _render(self, parts: list[tuple[str, ...]]) -> str:
        rendered: list[str] = []
        at = 0
        for region, part in zip(self.regions, parts, strict=True):
            rendered += self.lines[at : region.begin - 1]
            rendered += part
            at = region.end
        rendered += self.lines[at:]
        return "\n".join(rendered).rstrip("\n") + "\n" if rendered else ""

    def _line_of_student(self, rendered_line: int, title: str) -> int:
        shift = 0
        for region in self.regions:
            length = len(_stub(region, title))
            if rendered_line + shift < region.begin:
                break
            if rendered_line + shift < region.begin + length:
                return region.begin
            shift += region.end - region.begin + 1 - length
        return rendered_line + shift


def parse(text: str, path: str) -> Annotated:
    """Take annotated source apart.

    Args:
        text: the whole file.
        path: how messages name it.

    Raises:
        SpecError: the file does not parse; a region is unclosed, nested, empty or mis-indented; a marker is alone or missing.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        tree = syntax(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        reason = getattr(error, "msg", None) or str(error)
        raise SpecError(f"{path}:{line}: this is not valid Python ({reason}); fix the line.") from error
    lines = text.split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    comments, inside_string = _tokens(text)

    regions: list[Region] = []
    begin: int | None = None
    stub_line: int | None = None
    indent = ""
    for number, line in enumerate(lines, 1):
        if number not in comments:
            continue
        match = _MARKER.match(line)
        if match is None:
            if _NEAR.match(comments[number]):
                raise SpecError(
                    f"{path}:{number}: '{line.strip()}' is almost a marker; write '# {BEGIN}', '# {STUB}' or '# {END}' "
                    "alone on its line."
                )
            continue
        marker = match["marker"]
        if marker == BEGIN:
            if begin is not None:
                raise SpecError(
                    f"{path}:{number}: this region begins inside the one begun at line {begin}; "
                    f"close that one with '# {END}' first, regions do not nest."
                )
            begin, stub_line, indent = number, None, match["indent"]
            continue
        if begin is None:
            raise SpecError(f"{path}:{number}: '# {marker}' has no '# {BEGIN}' above it; add one or delete this line.")
        if match["indent"] != indent:
            raise SpecError(
                f"{path}:{number}: '# {marker}' is indented by {len(match['indent'])} and its '# {BEGIN}' at line {begin} "
                f"by {len(indent)}; give both the indentation of the code between them."
            )
        if marker == STUB:
            if stub_line is not None:
                raise SpecError(f"{path}:{number}: the region of line {begin} has a second '# {STUB}'; keep one.")
            stub_line = number
            continue
        for inside in range(begin + 1, stub_line or number):
            if re.search(r"\bTODO\b", comments.get(inside, "")):
                raise SpecError(
                    f"{path}:{inside}: this TODO is part of the solution, so no student gets it; write '# {STUB}' above the "
                    "lines that students get."
                )
        regions.append(_region(path, lines, begin, stub_line, number, indent, inside_string, tree))
        begin = None
    if begin is not None:
        raise SpecError(f"{path}:{begin}: this region is never closed; add '# {END}' below it.")
    return Annotated(path, tuple(lines), tuple(regions))


def _without_imports(text: str, names: Collection[str]) -> str:
    """Take names out of the imports at the top level."""
    lines = text.split("\n")
    for node in reversed(syntax(text).body):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        kept = [alias for alias in node.names if (alias.asname or alias.name.partition(".")[0]) not in names]
        if len(kept) == len(node.names):
            continue
        new = ast.Import(kept) if isinstance(node, ast.Import) else ast.ImportFrom(node.module, kept, node.level)
        lines[node.lineno - 1 : node.end_lineno] = [ast.unparse(new)] if kept else []
    return re.sub(r"\n{3,}(?=import |from )", "\n\n", "\n".join(lines))


def _tokens(text: str) -> tuple[dict[int, str], set[int]]:
    """Find comments that stand alone, by line, and the lines that begin inside a string of several lines."""
    comments: dict[int, str] = {}
    inside: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT and not token.line[: token.start[1]].strip():
            comments[token.start[0]] = token.string
        elif token.end[0] > token.start[0] and token.type not in (tokenize.NEWLINE, tokenize.NL):
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
    return comments, inside


def _region(
    path: str,
    lines: list[str],
    begin: int,
    stub_line: int | None,
    end: int,
    indent: str,
    inside_string: set[int],
    tree: ast.Module,
) -> Region:
    last = (stub_line or end) - 1
    solution = lines[begin:last]
    code = [
        (n, line) for n, line in enumerate(solution, begin + 1) if line.strip() and not line.lstrip().startswith("#")
    ]
    if not code:
        raise SpecError(f"{path}:{begin}: this region holds no code; put the solution in it or delete its markers.")
    for number, line in enumerate(solution, begin + 1):
        if line.strip() and number not in inside_string and not line.startswith(indent):
            raise SpecError(
                f"{path}:{number}: this line is indented less than the region of line {begin}; indent it alike."
            )
    first, first_line = code[0]
    if first_line[: len(first_line) - len(first_line.lstrip())] != indent:
        raise SpecError(
            f"{path}:{begin}: the marker is indented by {len(indent)} and the code at line {first} is not; "
            "give the markers the indentation of the code."
        )
    stub: tuple[str, ...] | None = None
    if stub_line is not None:
        stub = tuple(
            _uncomment(path, n, line, indent) for n, line in enumerate(lines[stub_line : end - 1], stub_line + 1)
        )
    owner = _owner(tree, begin, len(indent))
    if stub is None and not owner:
        raise SpecError(
            f"{path}:{begin}: a region outside any function needs a '# {STUB}' part (it may hold no lines), "
            "for a raise here would keep the whole module from being imported."
        )
    return Region(begin, end, indent, tuple(solution), begin + 1, stub, owner)


def _uncomment(path: str, number: int, line: str, indent: str) -> str:
    if not line.strip():
        return ""
    rest = line.removeprefix(indent)
    if line.startswith(indent) and rest.startswith("# "):
        return (indent + rest[2:]).rstrip()
    if line.startswith(indent) and rest.rstrip() == "#":
        return ""
    raise SpecError(
        f"{path}:{number}: after '# {STUB}' every line is commented-out code; begin this one with '{indent}# '."
    )


def _stub(region: Region, title: str) -> tuple[str, ...]:
    if region.stub is not None:
        return region.stub
    return (
        f"{region.indent}# TODO ({title}): write {region.owner}.",
        f'{region.indent}raise NotImplementedError("write {region.owner}")',
    )


def _owner(tree: ast.Module, line: int, indent: int) -> str:
    """Return the qualified name of the innermost function whose body holds ``line``; "" if there is none."""
    names: list[str] = []
    found = ""
    body: list[ast.stmt] = tree.body
    while True:
        for node in body:
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
            if node.lineno < line <= (node.end_lineno or node.lineno) and node.col_offset < indent:
                names.append(node.name)
                if not isinstance(node, ast.ClassDef):
                    found = ".".join(names)
                body = node.body
                break
        else:
            return found
