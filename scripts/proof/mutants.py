"""Make mutants: solutions with one mechanical change each."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.coursespec.annotated import Annotated
from scripts.coursespec.model import Problem
from scripts.errors import SpecError


@dataclass(frozen=True)
class Mutant:
    """One solution with one change."""

    problem: str
    path: str
    owner: str  # the function or method around it
    line: int  # in the annotated source
    before: str  # the lines changed, joined by spaces
    after: str
    text: str  # the whole annotated source, changed

    @property
    def name(self) -> tuple[str, str, str, str]:
        """What survivors.toml calls the mutant: line numbers move, these rarely do."""
        return self.path, self.owner, self.before, self.after


def make_mutants(problem: Problem, path: str) -> list[Mutant]:
    """Make every change of ``path`` within its solution regions, by mutmut's operators, that compiles.

    Annotations, decorators, raise statements (mostly words) and docstrings stay as they are: tests do not judge them.

    Raises:
        SpecError: mutmut is not installed.
    """
    try:
        import libcst as cst
        from libcst.metadata import MetadataWrapper, PositionProvider
        from mutmut.mutation.mutators import mutation_operators
    except ImportError as error:
        raise SpecError(f"{error.name} is not installed; run 'make setup', or install the extra 'dev'.") from error
    source = problem.sources[path]
    regions = {
        line: region
        for region in source.regions
        for line in range(region.solution_line, region.solution_line + len(region.solution))
    }
    original = "\n".join(source.lines) + "\n"
    wrapper = MetadataWrapper(cst.parse_module(original))
    mutants: list[Mutant] = []
    seen: set[str] = {original}

    class Visitor(cst.CSTVisitor):
        METADATA_DEPENDENCIES = (PositionProvider,)

        def on_visit(self, node: cst.CSTNode) -> bool:
            if isinstance(node, (cst.Annotation, cst.Decorator, cst.Raise)):
                return False
            place = self.get_metadata(PositionProvider, node, None)
            if place is not None and place.start.line in regions and place.end.line in regions:
                self.change(node, place.start.line)
            return True

        def change(self, node: cst.CSTNode, line: int) -> None:
            for kind, operator in mutation_operators:
                if not isinstance(node, kind):
                    continue
                for changed in operator(node):
                    text = cst.ensure_type(wrapper.module.deep_replace(node, changed), cst.Module).code
                    if text not in seen and _compiles(text):
                        seen.add(text)
                        before, after = _differing_lines(original, text)
                        owner = regions[line].owner or _owner_of(source, line)
                        mutants.append(Mutant(problem.name, path, owner, line, before, after, text))

    wrapper.visit(Visitor())
    return mutants


def _compiles(text: str) -> bool:
    try:
        compile(text, "mutant", "exec", dont_inherit=True)
    except SyntaxError:
        return False
    return True


def _differing_lines(original: str, text: str) -> tuple[str, str]:
    """Return the lines that differ, each side in one line."""
    old, new = original.splitlines(), text.splitlines()
    before: list[str] = []
    after: list[str] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            before += old[a:b]
            after += new[c:d]
    return " ".join(line.strip() for line in before), " ".join(line.strip() for line in after)


def _owner_of(source: Annotated, line: int) -> str:
    """Name the innermost function or class, at module level or in a class, that holds ``line``; "" for none."""

    def names(body: list[ast.stmt], prefix: str) -> Iterator[str]:
        for node in body:
            inside = isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.lineno <= line <= (node.end_lineno or 0)
            if inside and isinstance(node, ast.FunctionDef):
                yield prefix + node.name
            elif inside and isinstance(node, ast.ClassDef):
                yield from names(node.body, f"{prefix}{node.name}.")
                yield prefix + node.name

    return next(names(ast.parse("\n".join(source.lines)).body, ""), "")
