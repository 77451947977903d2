"""Collect from a submission the files that are graded, with notices about the others."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec

from autograder.model.manifest import Manifest, WeightFile
from autograder.submission import notices
from autograder.submission.about import ABOUT, MAX_BYTES, About, read_about
from autograder.submission.imports import explain_import, list_modules
from autograder.submission.outline import MAX_READING_SECONDS, MAX_SOURCE_BYTES, Outline, is_refused, read_outlines
from autograder.submission.paths import MAX_ACCENTS, display_path, find_stacked_accents
from autograder.submission.sources import FileRefused, Source, SubmissionError, open_source
from autograder.submission.tree import SubmittedTree

MAX_HELPERS = 40


class Submission(msgspec.Struct, frozen=True):
    """What is graded.

    Attributes:
        name: of the submission, for people.
        author: whose it is, as it says itself; empty where it does not.
        files: content by POSIX path from the root of the assignment's tree.
        notices: sentences for the student, free of anything secret.
        staff_notices: sentences for staff about what its code does.
        digest: of the files.
        seconds: that taking the files took, which count as part of the run.
    """

    name: str
    files: dict[str, bytes]
    notices: list[str]
    digest: str
    seconds: float = 0.0
    author: str = ""
    staff_notices: list[str] = []


def digest_files(files: dict[str, bytes]) -> str:
    """Return a digest of names and contents that does not depend on their order."""
    whole = hashlib.sha256()
    for name, data in sorted(files.items()):
        whole.update(f"{len(name.encode())}:{name}:{len(data)}:".encode() + data)
    return whole.hexdigest()


def collect(submission: Path, manifest: Manifest, tree: Path | None = None) -> Submission:
    """Collect the files of a submission that are graded.

    Args:
        submission: a folder, a zip or a single Python file; the assignment's files may be a few folders deep in it.
        manifest: says which files are editable, and how large a submission may be.
        tree: the build's pristine tree. Its files are never replaced; an edited copy of one earns a notice.

    Returns:
        The files to grade, at least one.

    Raises:
        SubmissionError: nothing of it can be graded, in one sentence.
    """
    started = time.monotonic()
    with open_source(submission, manifest.submission, manifest.weights_mb) as source:
        taken = Collector(source, manifest, tree).collect(name_submission(submission))
    return msgspec.structs.replace(taken, seconds=time.monotonic() - started)


def name_submission(path: Path) -> str:
    """Return how people and reports name the submission at ``path``: as its folder or file is called."""
    path = path if path.name not in ("", "..") else path.resolve()
    name = path.name if path.is_dir() else path.stem
    return display_path(name) or "submission"


class Collector:
    """Collects the graded files of one submission: the editable ones, the modules that they import, and handed-in weights."""

    def __init__(self, source: Source, manifest: Manifest, tree: Path | None) -> None:
        self._source, self._manifest = source, manifest
        self._tree = SubmittedTree(source, manifest, tree)
        self._notices = list(self._tree.root.notices)
        self._files: dict[str, bytes] = {}
        self._bytes_left = int(manifest.submission.max_total_mb * 2**20)
        self._seconds_left = MAX_READING_SECONDS

    def collect(self, name: str) -> Submission:
        """Return the submission under the name ``name``.

        Raises:
            SubmissionError: it has too many files, none that can be graded, or says that it is of another assignment.
        """
        self._check_file_count()
        about = self._read_about()
        if about.assignment and about.assignment != self._manifest.assignment:
            raise SubmissionError(
                f"{ABOUT} says that this is work for the assignment '{about.assignment}', and it would be graded as "
                f"'{self._manifest.assignment}'; hand it in, or grade it, as '{about.assignment}', or correct that line."
            )
        for file in self._manifest.editable:
            if not self._tree.holds(file):
                self._notices.append(notices.describe_missing(self._tree, file))
            else:
                self._add(file)
        self._read([file for file in self._files if file.endswith(".py")])
        if not self._files:
            raise SubmissionError(notices.describe_nothing_to_grade(self._tree, self._notices))
        for weights in self._manifest.weights:
            self._add_weights(weights)
        self._notices += notices.describe_rejected(self._tree, list(self._notices))
        self._notices += notices.describe_copies(self._tree, self._files)
        self._notices += notices.describe_shadowing(self._tree, self._files)
        self._notices += notices.describe_changed_provided(self._tree, self._files)
        self._add_helpers()
        files = dict(sorted(self._files.items()))
        return Submission(
            name,
            files,
            _limit_notices(self._notices),
            digest_files(files),
            author=about.author,
            staff_notices=_limit_notices(notices.describe_code(files, self._manifest.problems)),
        )

    def _read_about(self) -> About:
        if ABOUT not in self._tree.names:
            return About()
        try:
            return read_about(self._source.read(self._tree.locate(ABOUT), MAX_BYTES))
        except FileRefused:
            return About()

    def _check_file_count(self) -> None:
        scripts = [file for file in self._source.files if file.endswith((".py", ".ipynb"))]
        limit = self._manifest.submission.max_files
        if len(scripts) > limit:
            raise SubmissionError(
                f"The submission has {len(scripts):,} Python files, and at most {limit:,} are allowed; hand in only what "
                "you wrote, without environments and libraries."
            )

    def _add(self, file: str) -> bool:
        """Add a file of the submission, unless a rule is against it; return whether it was added."""
        if clash := notices.describe_case_clash(self._tree, file):
            self._notices.append(clash)
            return False
        limits = self._manifest.submission
        try:
            if self._bytes_left <= 0:
                raise FileRefused(f"comes after {limits.max_total_mb:g} MB of other files, which is the limit")
            max_bytes = min(int(limits.max_file_mb * 2**20), self._bytes_left)
            data = self._source.read(self._tree.locate(file), max_bytes)
            if line := find_stacked_accents(data.decode("utf-8", "replace")):
                raise FileRefused(f"has more than {MAX_ACCENTS} accents on one letter in line {line}")
        except FileRefused as reason:
            self._notices.append(f"{file} was not used: it {reason}.")
            return False
        self._bytes_left -= len(data)
        self._files[file] = data
        return True

    def _add_weights(self, weights: WeightFile) -> None:
        """Add a file of weights, under its own limit; it is bytes, and nothing here looks into it."""
        file = weights.file
        if not self._tree.holds(file):
            self._notices.append(notices.describe_missing(self._tree, file))
        elif clash := notices.describe_case_clash(self._tree, file):
            self._notices.append(clash)
        else:
            try:
                self._files[file] = self._source.read(self._tree.locate(file), int(weights.max_mb * 2**20))
            except FileRefused as reason:
                self._notices.append(f"{file} was not used: it {reason}.")

    def _read(self, files: list[str]) -> dict[str, Outline]:
        """Return the outlines of files, and take back those that Python is too slow to read."""
        started = time.monotonic()
        outlines = dict(
            zip(files, read_outlines([self._files[file] for file in files], self._seconds_left), strict=True)
        )
        self._seconds_left -= time.monotonic() - started
        for file in [file for file in files if is_refused(outlines[file])]:
            self._notices.append(f"{file} was not used: it {outlines.pop(file).problem}.")
            del self._files[file]
        return outlines

    def _add_helpers(self) -> None:
        """Add the helper modules that the files import, and say which imports will fail."""
        waiting = [file for file in self._files if file.endswith(".py")]  # answers in TOML import nothing
        seen: set[str] = set()
        count = 0
        while waiting:
            outlines = self._read(waiting)
            waiting = []
            for file, outline in outlines.items():
                if outline.problem:
                    self._notices.append(f"{file} {outline.problem}.")
                    continue
                if len(self._files[file]) > MAX_SOURCE_BYTES:
                    self._notices.append(
                        f"{file} is longer than {MAX_SOURCE_BYTES // 1024} KB, so its imports were not read, and a module "
                        "that only it imports was not used; keep code and data in separate files."
                    )
                for entry in outline.imports:
                    for helper in self._find_helpers(list_modules(entry, file), seen):
                        seen.add(helper)
                        if count == MAX_HELPERS:
                            self._notices.append(
                                f"{helper} was not used: at most {MAX_HELPERS} extra modules are allowed."
                            )
                        elif self._add(helper):
                            count += 1
                            waiting.append(helper)
                    if explanation := explain_import(entry, file, self._tree, self._files):
                        self._notices.append(explanation)

    def _find_helpers(self, modules: Iterable[str], seen: set[str]) -> list[str]:
        paths = dict.fromkeys(module.replace(".", "/") + ".py" for module in modules)
        return [
            path
            for path in paths
            if path in self._tree.names and path not in self._files and path not in seen and self._tree.is_helper(path)
        ]


def _limit_notices(sentences: list[str]) -> list[str]:
    """Return the notices without repetitions, the last ones counted instead of listed where there are many."""
    unique = list(dict.fromkeys(sentences))
    if len(unique) > notices.MAX_NOTICES:
        more = len(unique) - notices.MAX_NOTICES
        unique[notices.MAX_NOTICES :] = [f"There are {more} more remarks of this kind."]
    return unique
