"""Outline a source file as the hand-out shows it."""

from __future__ import annotations

import ast
import textwrap

from scripts.coursespec.annotated import Annotated
from scripts.coursespec.syntax import syntax


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
            lines.append(f"{indent}{_signature(node)}")
            doc = (ast.get_docstring(node) or "").strip().split("\n")[0]
            if doc:
                inner = indent + "    "
                lines.extend(textwrap.wrap(f'"""{doc}"""', 84, initial_indent=inner, subsequent_indent=inner))
            if isinstance(node, ast.ClassDef):
                visit(node.body, f"{name}.", indent + "    ")

    visit(tree.body, "", "")
    return "\n".join(lines)


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> str:
    if isinstance(node, ast.ClassDef):
        bases = ", ".join(ast.unparse(base) for base in node.bases)
        return f"class {node.name}({bases}):" if bases else f"class {node.name}:"
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return f"def {node.name}({ast.unparse(node.args)}){returns}:"
