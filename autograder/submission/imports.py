"""Imports of a submission's files: which modules they may load, and which of them cannot work in the grader."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from autograder.submission.outline_reader import Import
from autograder.submission.paths import display_path
from autograder.submission.tree import SubmittedTree


def list_modules(entry: Import, file: str) -> list[str]:
    """Return every module that an import statement of ``file`` may load, by its dotted name."""
    base = resolve_module(entry, file)
    return [name for name in [base, *(f"{base}.{name}" if base else name for name in entry.names)] if name]


def resolve_module(entry: Import, file: str) -> str:
    """Return the module that an import names, from the root of the tree; empty where its dots lead out of the tree."""
    if entry.level == 0:
        return entry.name
    package = list(PurePosixPath(file).parts[:-1])
    if entry.level - 1 > len(package):
        return ""
    package = package[: len(package) - entry.level + 1]
    return ".".join([*package, *([entry.name] if entry.name else [])])


def explain_import(entry: Import, file: str, tree: SubmittedTree, taken: Collection[str]) -> str:
    """Return why an import cannot work in the grader, for the student.

    Args:
        entry: the import.
        file: the file that it is in, as a path from the root of the tree.
        tree: the submission.
        taken: the files that are graded, the helper modules of this import included.

    Returns:
        One or more sentences; empty when the import works, or when its failure does no harm.
    """
    if not entry.is_certain:
        return ""
    top = entry.name.partition(".")[0]
    if entry.level == 0 and top not in {folder.split("/")[0] for folder in tree.edited_folders}:
        if not top or top == "testkit" or tree.is_library(top):
            return ""
        return f"{file} line {entry.line} imports {display_path(top)}{_explain_outside(top, file, tree, taken)}"
    if tree.provided_tree is None:
        return ""
    module = resolve_module(entry, file)
    path = module.replace(".", "/")
    is_graded = f"{path}.py" in taken or f"{path}.py" in tree.manifest.editable
    is_provided = path in tree.provided or f"{path}.py" in tree.provided
    if not module or is_graded or is_provided or path in tree.edited_folders:
        return ""
    return f"{file} line {entry.line} imports {display_path(module)}, which {_explain_absence(path, tree)}."


def _explain_outside(top: str, file: str, tree: SubmittedTree, taken: Collection[str]) -> str:
    """Return the end of the sentence about an import from outside the folders of the editable files."""
    folder = str(PurePosixPath(file).parent)
    package = "" if folder == "." else folder.replace("/", ".")
    if package and (f"{folder}/{top}.py" in tree.names or f"{folder}/{top}.py" in taken):
        return (
            f" without its folder; write `from {package}.{top} import ...`, because all code runs from the folder "
            f"above {folder}."
        )
    if f"{top}.py" in tree.names or top in tree.top_folders:
        return (
            ", which is not beside the files you edit, so it was not used; move what you need from it into "
            f"{file} or a module beside it."
        )
    packages = ", ".join(sorted(tree.packages)) or "none"
    return (
        f", which is not one of this assignment's packages ({packages}); unless it happens to be installed, every test "
        "that needs this file fails at that line. Remove the import if you can, or ask the course staff."
    )


def _explain_absence(path: str, tree: SubmittedTree) -> str:
    """Return why the module at ``path`` cannot be imported, after "which"."""
    if f"{path}.py" not in tree.names and f"{path}/__init__.py" not in tree.names:
        return "is not in your submission"
    folder, _, stem = path.rpartition("/")
    if (folder or ".") not in tree.edited_folders or f"{path}.py" not in tree.names:
        return "was not used (only modules directly beside the files you edit are)"
    return f"was not used because of its name: a library or a test is called {display_path(stem)}; give it another name"
