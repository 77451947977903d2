"""A submission seen from the root of the assignment's tree: where that root is, and which names are below it."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import msgspec

from autograder.model.manifest import Manifest
from autograder.submission.paths import display_path, fold_case
from autograder.submission.sources import Source

MAX_ROOT_DEPTH = 3  # folders between the top of what was handed in and the root of the assignment's tree

# Modules that the grader or Python itself loads by name; a student's module of that name is never meant to be used.
RESERVED = {"__init__", "__main__", "autograder", "conftest", "pytest", "sitecustomize", "testkit", "usercustomize"}


class Root(msgspec.Struct, frozen=True):
    """Where the assignment's tree begins in a submission.

    Attributes:
        prefix: the folder with its slash; empty for the top of the submission.
        flat: editable file -> where it is in a submission without folders.
        notices: sentences for the student about this choice.
    """

    prefix: str
    flat: dict[str, str] = {}
    notices: list[str] = []


def find_root(source: Source, editable: list[str], weights: Sequence[str] = ()) -> Root:
    """Choose the folder that holds most of the editable files; of similar ones, the one nearest to the top.

    Args:
        source: the submission.
        editable: files that students edit.
        weights: files of weights that they hand in; they do not choose the folder, and may lie without folders as the others may.
    """
    counts: Counter[str] = Counter()
    for file in [*source.files, *source.rejected]:
        for name in editable:
            if file == name or file.endswith("/" + name):
                counts[file[: len(file) - len(name)]] += 1
    roots = [root for root in counts if root.count("/") <= MAX_ROOT_DEPTH]
    if not roots:
        return _find_flat_files(source, [*editable, *weights])
    # A copy of the starter code deeper down may have more of the files than the student's work.
    highest = max(counts[root] for root in roots)
    candidates = sorted(
        (root for root in roots if 2 * counts[root] >= highest), key=lambda root: (root.count("/"), -counts[root], root)
    )
    notices = []
    if len(candidates) > 1:
        named = [f"{display_path(root.rstrip('/'))}/" if root else "its top folder" for root in candidates]
        notices.append(
            f"The submission has the assignment's files more than once, in {' and '.join(named[:3])}. The files in {named[0]} "
            "were graded. If you meant other ones, hand in their folder alone."
        )
    return Root(candidates[0], notices=notices)


def _find_flat_files(source: Source, editable: list[str]) -> Root:
    """Find the editable files of a submission without folders, such as files dragged one by one into a browser."""
    flat, notices = {}, []
    names = Counter(PurePosixPath(file).name for file in editable)
    for file in editable:
        name = PurePosixPath(file).name
        if names[name] == 1 and name in source.files:
            flat[file] = name
            notices.append(f"{name} was at the top of your submission; it was graded as {file}.")
    return Root("", flat, notices)


class SubmittedTree:
    """A submission's names from the root of the assignment's tree, and what the assignment says of them.

    Attributes:
        source: the submission as it was handed in.
        manifest: the assignment's.
        root: where the assignment's tree begins in ``source``.
        names: regular files below the root, as paths from it.
        top_folders: folders directly below the root.
        edited_folders: folders of the assignment's editable files; "." is the root.
        provided: files and folders of the course; empty where the course's tree is not known.
        provided_tree: that tree, or None.
        packages: what student code may import besides the standard library.
    """

    def __init__(self, source: Source, manifest: Manifest, provided_tree: Path | None) -> None:
        self.source, self.manifest, self.provided_tree = source, manifest, provided_tree
        self.root = find_root(source, manifest.editable, [weights.file for weights in manifest.weights])
        prefix = self.root.prefix
        self.names = {name[len(prefix) :] for name in source.files if name.startswith(prefix)}
        self.top_folders = {name.partition("/")[0] for name in self.names if "/" in name}
        self.edited_folders = {str(PurePosixPath(name).parent) for name in manifest.editable}
        self.packages = set(manifest.packages)
        self.provided: set[str] = set()
        if provided_tree is not None:
            self.provided = {path.relative_to(provided_tree).as_posix() for path in provided_tree.rglob("*")}
        rejected = {name[len(prefix) :] for name in source.rejected if name.startswith(prefix)}
        self._by_folded_name: dict[str, list[str]] = {}
        for name in sorted(self.names | rejected):
            self._by_folded_name.setdefault(fold_case(name), []).append(name)

    def locate(self, name: str) -> str:
        """Return where a file of the assignment's tree is in the source, whether or not it is there."""
        return self.root.flat.get(name, self.root.prefix + name)

    def holds(self, name: str) -> bool:
        """Return whether the submission has this file of the assignment's tree."""
        return name in self.names or name in self.root.flat

    def equal_but_for_case(self, name: str) -> list[str]:
        """Return every other name below the root that differs from ``name`` only in upper and lower case."""
        return [other for other in self._by_folded_name.get(fold_case(name), []) if other != name]

    def is_library(self, module: str) -> bool:
        """Return whether a module of this name is a library's: of the standard library or of the assignment's packages."""
        return module in self.packages or module in sys.stdlib_module_names

    def is_helper(self, name: str) -> bool:
        """Return whether a file may be graded as a module beside the editable files."""
        path = PurePosixPath(name)
        if str(path.parent) not in self.edited_folders or name in self.provided or name in self.manifest.editable:
            return False
        stem = path.stem
        if stem in RESERVED or stem.startswith("test_") or stem.endswith("_test"):
            return False
        return not self.is_library(stem)
