"""Sentences for the student about files that are missing or not used, and for staff about what code reaches for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from autograder.model.manifest import Problem
from autograder.submission.outline import read_outlines
from autograder.submission.paths import display_path
from autograder.submission.sources import FileRefused
from autograder.submission.tree import SubmittedTree
from autograder.submission.usage import find_reached
from testkit import source_rules

MAX_NOTICES = 30
MAX_COMPARED_BYTES = 2**20  # of a provided file that came back

_ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".7z", ".rar")


def describe_missing(tree: SubmittedTree, file: str) -> str:
    """Return why an editable file is not graded that is not among the submission's regular files."""
    rejected = tree.source.rejected
    for part in [file, *map(str, list(PurePosixPath(file).parents)[:-1])]:
        path = tree.root.prefix + part
        if path in rejected:
            return f"{file} was not used: {display_path(path)} {rejected[path]}."
    if same := tree.equal_but_for_case(file):
        return f"{file} is missing, but there is {display_path(same[0])}: upper and lower case matter, so rename it."
    elsewhere = sorted(name for name in tree.names if PurePosixPath(name).name == PurePosixPath(file).name)
    misnamed = source_rules.find_misnamed(file, tree.names, tree.manifest.editable)
    if misnamed and (not elsewhere or PurePosixPath(misnamed).parent == PurePosixPath(file).parent):
        return f"{source_rules.explain_misnamed(file, display_path(misnamed))}."
    if (notebook := _find_notebook(tree, file)) and file.endswith(".py"):
        return (
            f"{file} is missing. There is a notebook, {display_path(notebook)}, but the grader reads only .py files: "
            f"copy your code into {file} (in Jupyter: File, Save and Export Notebook As, Executable Script) "
            "and hand that in."
        )
    if elsewhere:
        return f"{file} is missing. There is {display_path(elsewhere[0])}; if you meant that file, move it to {file}."
    return f"{file} is missing from your submission; tests that need it score zero."


def find_copies(tree: SubmittedTree, file: str) -> list[str]:
    """Return the files that are copies of ``file`` by their names, such as "models (1).py"."""
    path = PurePosixPath(file)
    folder = "" if str(path.parent) == "." else f"{path.parent}/"
    near = [
        name
        for name in tree.names
        if name != file and name.startswith(folder) and path.stem in name and len(name) < len(file) + 30
    ]
    return sorted(name for name in near if source_rules.find_original_name(name) == file)


def describe_copies(tree: SubmittedTree, taken: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each graded file of which the submission has a copy too."""
    for file in tree.manifest.editable:
        for copy in find_copies(tree, file) if file in taken else ():
            yield (
                f"{display_path(copy)} was not used: {file} was graded. If you meant the copy, rename it to"
                f" {PurePosixPath(file).name}."
            )


def _find_notebook(tree: SubmittedTree, file: str) -> str:
    """Return the notebook that may have been written in place of ``file``; empty when there is none."""
    notebooks = sorted(name for name in tree.source.files if name.endswith(".ipynb"))
    same = [name for name in notebooks if PurePosixPath(name).stem == PurePosixPath(file).stem]
    at_root = [name for name in notebooks if name.rpartition("/")[0] in ("", tree.root.prefix.rstrip("/"))]
    return (same or at_root or [""])[0]


def describe_case_clash(tree: SubmittedTree, file: str) -> str:
    """Return why a file of the submission is not used because of another one's name; empty when there is no such one."""
    others = tree.equal_but_for_case(file)
    if not others or file not in tree.names:
        return ""
    return (
        f"{file} was not used: its name differs from {', '.join(map(display_path, others))} only in upper and lower case, "
        "and many computers cannot keep both; hand in only one of them."
    )


def describe_nothing_to_grade(tree: SubmittedTree, notices: list[str]) -> str:
    """Return why there is nothing to grade. ``notices`` are those about the editable files."""
    editable, rejected = tree.manifest.editable, tree.source.rejected
    needed = ", ".join(editable[:4]) + (", ..." if len(editable) > 4 else "")
    specific = [note for note in notices if any(word in note for word in ("not used", "rename", "notebook"))]
    if specific:
        return specific[0]
    inner = [name for name in tree.source.files if name.endswith((".zip", ".tar", ".gz", ".7z", ".rar"))]
    if inner:
        return (
            f"The submission has the archive {display_path(inner[0])} and none of the files to grade ({needed}); "
            "unpack it and hand in what is inside."
        )
    if rejected:
        name, reason = min(rejected.items())
        return f"None of the files to grade ({needed}) could be used: {display_path(name)} {reason}."
    if not tree.source.files:
        return f"The submission is empty; it should have {needed}."
    return f"None of the files to grade is in the submission; it should have {needed}, in these folders."


def describe_rejected(tree: SubmittedTree, notices: list[str]) -> Iterator[str]:
    """Yield a sentence for each rejected entry that ``notices`` does not name yet, and for each archive."""
    for name, reason in sorted(tree.source.rejected.items())[:MAX_NOTICES]:
        if not any(display_path(name) in note for note in notices):
            yield f"{display_path(name)} was not used: it {reason}."
    for name in sorted(tree.source.files):
        if name.endswith(_ARCHIVES):
            yield f"{display_path(name)} was not opened: the grader does not open archives inside a submission."


def describe_shadowing(tree: SubmittedTree, taken: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each file at the root or beside the editable files that would hide a library."""
    for name in sorted(tree.names):
        path = PurePosixPath(name)
        if str(path.parent) not in tree.edited_folders | {"."} or name in taken:
            continue
        if path.suffix == ".pth" or path.stem in ("sitecustomize", "usercustomize"):
            yield f"{display_path(name)} was not used: it changes how Python starts."
        elif path.suffix == ".py" and tree.is_library(path.stem):
            yield (
                f"{display_path(name)} was not used: it has the name of the library {path.stem}. If your code needs it, "
                "give it another name."
            )


def describe_changed_provided(tree: SubmittedTree, taken: Collection[str]) -> Iterator[str]:
    """Yield a sentence for each of the course's own files that came back changed."""
    if tree.provided_tree is None:
        return
    for path in sorted(tree.provided_tree.rglob("*.py")):
        name = path.relative_to(tree.provided_tree).as_posix()
        if name in taken or name not in tree.names or name.startswith("testkit/"):
            continue
        try:
            submitted = tree.source.read(tree.root.prefix + name, MAX_COMPARED_BYTES)
        except FileRefused:
            continue
        if source_rules.normalize_source(submitted) != source_rules.normalize_source(path.read_bytes()):
            yield f"Your {name} differs from the course's version; the course's version is used."


def describe_code(files: Mapping[str, bytes], problems: Iterable[Problem]) -> list[str]:
    """Return sentences for staff about what the code of a submission reaches for.

    Args:
        files: the files that are graded.
        problems: of the assignment; some functions are to be written without a library's own.
    """
    sources = {file: data for file, data in files.items() if file.endswith(".py")}
    usages = [(file, outline.usage) for file, outline in zip(sources, read_outlines(sources.values()), strict=True)]
    found = [
        f"{display_path(file)} line {line} {display_path(words)}."
        for file, usage in usages
        for line, words in usage.touches
    ]
    for problem in problems:
        rule = problem.from_scratch
        for function in rule.functions:
            reached = [
                f"{display_path(name)} ({display_path(file)} line {line})"
                for file, line, name in find_reached(usages, function)
                if any(fnmatchcase(name.rpartition(".")[2].lower(), pattern) for pattern in rule.without)
            ]
            if reached:
                more = f" and {len(reached) - 3} more" if len(reached) > 3 else ""
                found.append(
                    f"{function} is to be written from scratch; its code names or can reach {', '.join(reached[:3])}{more}."
                )
    return found
