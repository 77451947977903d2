"""Outline a source file as the hand-out shows it."""

from __future__ import annotations

import ast
import re
import textwrap

from scripts.coursespec.annotated import Annotated
from scripts.coursespec.syntax import syntax

CODE_COLUMNS = 76  # characters of code that fit a line of the PDF


def outline_source(source: Annotated, title: str) -> str:
    """Outline what the student writes in a file: functions and classes that hold a region, with their first sentence.

    Args:
        source: the file.
        title: of the problem.
    """
    owners = {region.owner for region in source.regions}
    tree = syntax(source.student(title))
    lines: list[str] = []

    def visit(body: list[ast.stmt], above: str, indent: str) -> None:
        for node in body:
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                continue
            name = f"{above}{node.name}"
            if not any(owner == name or owner.startswith(f"{name}.") for owner in owners):
                continue
            if not indent and lines:
                lines.append("")
            lines.extend(_signature(node, indent))
            doc = (ast.get_docstring(node) or "").strip().split("\n")[0]
            if doc:
                inner = indent + "    "
                lines.extend(textwrap.wrap(f'"""{doc}"""', CODE_COLUMNS, initial_indent=inner, subsequent_indent=inner))
            if isinstance(node, ast.ClassDef):
                visit(node.body, f"{name}.", indent + "    ")

    visit(tree.body, "", "")
    return "\n".join(lines)


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, indent: str) -> list[str]:
    """Return the lines of a signature; the arguments get lines of their own where one line does not hold all of it."""
    if isinstance(node, ast.ClassDef):
        bases = ", ".join(ast.unparse(base) for base in node.bases)
        return [f"{indent}class {node.name}({bases}):" if bases else f"{indent}class {node.name}:"]
    arguments = ast.unparse(node.args)
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    whole = f"{indent}def {node.name}({arguments}){returns}:"
    if len(whole) <= CODE_COLUMNS:
        return [whole]
    inner = indent + "    "
    # Only a space behind a comma between two arguments is a place for a new line.
    kept = re.sub(r"\[[^\]]*\]+|\([^)]*\)|(?<!,) ", lambda found: found[0].replace(" ", "\u00a0"), arguments)
    wrapped = textwrap.wrap(kept, CODE_COLUMNS, initial_indent=inner, subsequent_indent=inner, break_long_words=False)
    return [f"{indent}def {node.name}(", *(line.replace("\u00a0", " ") for line in wrapped), f"{indent}){returns}:"]
