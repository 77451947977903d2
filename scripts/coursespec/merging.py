"""Join what several problems write into one file: imports merged and sorted at the top, names defined once."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scripts.coursespec.syntax import is_docstring, syntax
from scripts.errors import SpecError

FIRST_PARTY = {"src", "data", "testkit", "experiments"}


@dataclass(frozen=True)
class Fragment:
    """One problem's part of a file, already rendered."""

    source: str  # the file it comes from, as messages name it
    text: str


def join(fragments: Sequence[Fragment]) -> str:
    """Join the fragments into one file, in order. A single fragment stays exactly as it is.

    Raises:
        SpecError: a name is defined by two of them, or an imported name means two things.
    """
    if len(fragments) == 1:
        return fragments[0].text
    docstrings: list[str] = []
    imports: list[ast.Import | ast.ImportFrom] = []
    bodies: list[str] = []
    owners: dict[str, tuple[str, int]] = {}
    meanings: dict[str, tuple[str, str, int]] = {}
    for fragment in fragments:
        tree = syntax(fragment.text)
        lines = fragment.text.split("\n")  # as Python counts them; a form feed ends no line
        taken: set[int] = set()
        for index, node in enumerate(tree.body):
            span = range(node.lineno, (node.end_lineno or node.lineno) + 1)
            if index == 0 and is_docstring(node):
                docstrings.append("\n".join(lines[node.lineno - 1 : node.end_lineno]))
                taken.update(span)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                imports.append(node)
                taken.update(span)
                for alias in node.names:
                    name, meaning = imported(node, alias)
                    known = meanings.setdefault(name, (meaning, fragment.source, node.lineno))
                    if known[0] != meaning:
                        raise SpecError(
                            f"{fragment.source}:{node.lineno}: {name} is {meaning} here and {known[0]} at "
                            f"{known[1]}:{known[2]}; these files are joined into one, so import it alike in both."
                        )
        for name, line in defined_names(tree).items():
            if name in owners:
                other, other_line = owners[name]
                raise SpecError(
                    f"{fragment.source}:{line}: {name} is also defined at {other}:{other_line}; these files are joined into "
                    "one, so rename one of the two."
                )
        owners.update({name: (fragment.source, line) for name, line in defined_names(tree).items()})
        body = "\n".join(line for number, line in enumerate(lines, 1) if number not in taken).strip("\n")
        if body:
            bodies.append(body)
    for name, (meaning, source, line) in meanings.items():
        if name in owners:
            other, other_line = owners[name]
            raise SpecError(
                f"{other}:{other_line}: {name} is defined here and imported as {meaning} at {source}:{line}; these files are "
                "joined into one, so rename it."
            )
    head = [_joined_docstring(docstrings), sorted_imports(imports)]
    return "\n\n\n".join(["\n\n".join(part for part in head if part), *bodies]).lstrip("\n") + "\n"


def defined_names(tree: ast.Module) -> dict[str, int]:
    """Find the names that functions, classes and assignments at the top level define, with their lines."""
    names: dict[str, int] = {}
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names[node.name] = node.lineno
        elif isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                for leaf in ast.walk(target):
                    if isinstance(leaf, ast.Name) and isinstance(leaf.ctx, ast.Store):
                        names[leaf.id] = node.lineno
    return names


def imported(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> tuple[str, str]:
    """Return the name that the import binds and what it stands for."""
    if isinstance(node, ast.Import):
        if alias.asname:
            return alias.asname, alias.name
        top = alias.name.split(".")[0]
        return top, top
    return alias.asname or alias.name, f"{'.' * node.level}{node.module or ''}.{alias.name}"


def sorted_imports(nodes: Iterable[ast.Import | ast.ImportFrom]) -> str:
    """Merge and sort import statements: __future__, standard library, installed packages, the tree's own."""
    plain: set[tuple[str, str | None]] = set()
    members: dict[str, set[tuple[str, str | None]]] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            plain.update((alias.name, alias.asname) for alias in node.names)
        else:
            module = "." * node.level + (node.module or "")
            members.setdefault(module, set()).update((alias.name, alias.asname) for alias in node.names)
    groups: list[list[str]] = [[], [], [], []]
    for name, alias in sorted(plain, key=lambda item: (item[0], item[1] or "")):
        groups[_group(name)].append(f"import {_named(name, alias)}")
    for module in sorted(members):
        names = sorted(members[module], key=lambda item: (item[0], item[1] or ""))
        groups[_group(module)].append(_from_line(module, [_named(*item) for item in names]))
    return "\n\n".join("\n".join(group) for group in groups if group)


def _from_line(module: str, names: list[str]) -> str:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= 120:
        return line
    return f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _named(name: str, alias: str | None) -> str:
    return f"{name} as {alias}" if alias else name


def _group(module: str) -> int:
    top = module.split(".")[0]
    if top == "__future__":
        return 0
    if top == "" or top in FIRST_PARTY:
        return 3
    return 1 if top in sys.stdlib_module_names else 2


def _joined_docstring(sources: list[str]) -> str:
    texts = [ast.literal_eval(source) for source in sources]
    unique = list(dict.fromkeys(text.strip() for text in texts))
    if not unique:
        return ""
    if len(unique) == 1:
        return sources[0]
    text = "\n\n".join(unique).replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""{text}\n"""'
