"""Read the parts of a problem's folder; what is wrong with one keeps no other from being read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from scripts.coursespec import validation
from scripts.coursespec.annotated import Annotated, parse
from scripts.coursespec.crossing import find_uncrossable
from scripts.coursespec.files import files_below, read_text
from scripts.coursespec.questions import Question, read_questions
from scripts.coursespec.settings import ProblemSettings, read_toml, read_what_tests_need
from scripts.coursespec.syntax import readable
from scripts.coursespec.testcases import TestCase, read_tests
from scripts.coursespec.variants import Variant, read_variant
from scripts.errors import SpecError


@dataclass
class Complaints:
    """What is wrong with a problem, a sentence each, in the order in which it was found."""

    sentences: list[str] = field(default_factory=list)
    blocking: list[str] = field(default_factory=list)  # those of them that keep the problem's tests from running
    unread: set[str] = field(
        default_factory=set
    )  # files that are not known in full: what they define is no one's mistake

    def add(self, sentences: Iterable[str], *, blocking: bool = False) -> None:
        """Add sentences; ``blocking`` where the problem's tests cannot run because of them."""
        for sentence in sentences:
            self.sentences.append(sentence)
            if blocking:
                self.blocking.append(sentence)

    @contextmanager
    def collect(self, file: str = "", *, blocking: bool = False) -> Iterator[None]:
        """Add what a reader of ``file``, a path in the problem's folder, raises inside this context, and go on behind it."""
        try:
            yield
        except SpecError as error:
            self.add(error.sentences, blocking=blocking)
            self.unread.add(file)


@dataclass(frozen=True)
class Folder:
    """A problem's folder."""

    path: Path
    display_path: str  # as messages name it

    def display(self, file: str) -> str:
        """Return how messages name one of its files."""
        return f"{self.display_path}/{file}"

    def holds(self, file: str) -> bool:
        """Return whether there is such a file.

        Raises:
            SpecError: there is something else of that name, which would be left out without a word.
        """
        path = self.path / file
        if path.is_file():
            return True
        if os.path.lexists(path):
            what = "a folder" if path.is_dir() else "a link to nothing, or no file"
            raise SpecError(f"{self.display(file)}: is {what}; put a file there, or remove it.")
        return False

    def text(self, file: str) -> str:
        """Read one of its files.

        Raises:
            SpecError: it is no UTF-8.
        """
        return read_text(self.path / file, self.display(file))

    def python_files(self, *folders: str) -> list[str]:
        """List the Python files below some of its folders, as paths inside the problem's folder."""
        found = [path for folder in folders for path in files_below(self.path / folder) if path.suffix == ".py"]
        return [path.relative_to(self.path).as_posix() for path in found]


def read_settings(folder: Folder, complaints: Complaints) -> ProblemSettings:
    """Read ``problem.toml``; look at the names in the folder too.

    Raises:
        SpecError: not even what the tests need can be read.
    """
    path, display_path = folder.path / "problem.toml", folder.display("problem.toml")
    try:
        settings = read_toml(path, ProblemSettings, display_path)
    except SpecError as error:
        needed = read_what_tests_need(path, default_title=folder.path.name)
        if needed is None:
            raise
        complaints.add(error.sentences)
        complaints.unread.add("problem.toml")
        settings = needed
    text = folder.text("problem.toml")
    complaints.add(validation.validate_files(settings.files, display_path))
    complaints.add(validation.validate_folder([path.name for path in folder.path.iterdir()], folder.display_path))
    complaints.add(validation.validate_name(folder.path.name, folder.display_path))
    complaints.add(validation.validate_limits(settings.limits, "limits", display_path, text))
    if folder.holds("probes.py"):
        with complaints.collect():
            readable(folder.text("probes.py"), folder.display("probes.py"))
    return settings


def read_sources(folder: Folder, settings: ProblemSettings, complaints: Complaints) -> dict[str, Annotated]:
    """Read the files that students edit, by path; what cannot be read is left out."""
    sources: dict[str, Annotated] = {}
    for file in settings.files:
        display_path = folder.display(file)
        if not folder.holds(file):
            sentence = f"files names {file}, and {display_path} does not exist; write it or take it out."
            complaints.add([f"{folder.display('problem.toml')}: {sentence}"], blocking=True)
            complaints.unread.add(file)
            continue
        with complaints.collect(file, blocking=True):
            sources[file] = parse(folder.text(file), display_path)
        if file in sources:
            with complaints.collect():
                sources[file].student(settings.title)
    complaints.add(validation.validate_sources(sources, folder.display_path))
    written = folder.python_files("src", "data")
    complaints.add(validation.validate_listing(written, settings.files, folder.display_path))
    return sources


def read_experiments(folder: Folder, settings: ProblemSettings, complaints: Complaints) -> dict[str, Annotated]:
    """Read the scripts for the report, by path; what cannot be read is left out."""
    experiments: dict[str, Annotated] = {}
    for file in folder.python_files("experiments"):
        with complaints.collect(file):
            source = parse(folder.text(file), folder.display(file))
            source.student(settings.title)
            experiments[file] = source
    return experiments


def read_test_files(folder: Folder, complaints: Complaints) -> list[TestCase]:
    """Read the public and the hidden tests; what cannot be read is left out."""
    tests: list[TestCase] = []
    for file in folder.python_files("public", "hidden"):
        display_path = folder.display(file)
        name = file.rpartition("/")[2]
        if name == "conftest.py":
            complaints.add([f"{display_path}: a problem has no conftest of its own; put helpers into probes.py."])
        with complaints.collect(file):
            text = folder.text(file)
            if name.startswith("test_"):
                found, wrong = read_tests(text, file, display_path)
                tests += found
                complaints.add(wrong)
                complaints.unread |= {file} if wrong else set()
            else:
                tree = readable(text, display_path)
                complaints.add(validation.validate_helper(tree, display_path))
                complaints.add(find_uncrossable(tree, display_path))
    complaints.add(validation.validate_test_numbers(tests, folder.display_path))
    return tests


def read_handout(folder: Folder, complaints: Complaints) -> str:
    """Read the statement; "" where it cannot be read."""
    display_path = folder.display("handout.md")
    if not folder.holds("handout.md"):
        complaints.add([f"{display_path}: the statement is missing; write it."])
        return ""
    with complaints.collect():
        text = folder.text("handout.md")
        complaints.add(validation.validate_handout(text, display_path))
        return text
    return ""


def read_question_file(folder: Folder, complaints: Complaints) -> tuple[str, list[Question]]:
    """Read what stands before the questions, and the questions; none where they cannot be read."""
    if folder.holds("questions.md"):
        with complaints.collect("questions.md"):
            return read_questions(folder.text("questions.md"), folder.display("questions.md"))
    return "", []


def read_variants(
    folder: Folder,
    kind: Literal["mistakes", "alternatives"],
    settings: ProblemSettings,
    sources: Mapping[str, Annotated],
    complaints: Complaints,
) -> list[Variant]:
    """Read the known mistakes or the alternatives; what cannot be read is left out.

    Args:
        folder: the problem's.
        kind: the folder that they are in.
        settings: the problem's, with the numbers that a variant may give other values.
        sources: all files that students edit.
        complaints: where to say what is wrong.
    """
    solution = {path: source.staff() for path, source in sources.items()}
    numbers = [number.id for number in settings.numbers]
    variants: list[Variant] = []
    for file in folder.python_files(kind):
        with complaints.collect(blocking=True):
            variants.append(
                read_variant(
                    folder.path / file, folder.display(file), solution, mistake=kind == "mistakes", numbers=numbers
                )
            )
    return variants
