"""Classes of the tiny course for tests of the class desk: real exports, read by the desk into a real record."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.model import manifest as contract
from autograder.model.manifest import Manifest
from scripts.build.autograder_zip import write_build
from scripts.classroom.intake import take_export
from scripts.classroom.made_class import DUE, Made, write_moodle
from scripts.classroom.record.record import Record, inputs_of
from scripts.classroom.sources.model import Person
from scripts.classroom.sources.readers import open_export
from scripts.coursespec.files import Tree, zipped
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment
from tests.tiny import course_in, write_spec


@dataclass(frozen=True)
class TinyClass:
    """A record with hand-ins that wait to be graded.

    Attributes:
        record: of the class.
        build: the folder of the tiny assignment's build.
        id: of the build in the record.
        submissions: the digest of each hand-in by the name that the test gave it.
    """

    record: Record
    build: Path
    id: int
    submissions: dict[str, str]

    @property
    def manifest(self) -> Manifest:
        return contract.read(self.build)


def tiny_assignment(root: Path) -> Assignment:
    """Write the tiny course below ``root`` and load its assignment."""
    return load_assignment("tiny", course_in(write_spec(root)))


def solutions(assignment: Assignment, count: int) -> dict[str, Tree]:
    """Return right submissions that differ in a comment, named "right 0" and so on."""
    return {f"right {number}": with_line(assignment.hand_in(), f"# {number}") for number in range(count)}


def with_line(files: Tree, line: str) -> Tree:
    """Return a submission with a line at the end of its code."""
    return {**files, "src/shared.py": files["src/shared.py"] + line.encode() + b"\n"}


@contextlib.contextmanager
def open_class(folder: Path, assignment: Assignment, hand_ins: Mapping[str, Tree]) -> Iterator[TinyClass]:
    """Have the desk read an export with ``hand_ins`` into a new record."""
    folder.mkdir(parents=True)
    build = write_build(assignment).folder
    manifest = contract.read(build)
    made = [Made(Person(name, "", "", "", ""), "", ("hw.zip", zipped(files)), DUE) for name, files in hand_ins.items()]
    write_moodle(folder / "export.zip", iter(made))
    with Record(folder / "class") as record:
        found = take_export(record, *open_export(folder / "export.zip"), manifest)
        assert found.new == len(hand_ins) and not found.unkept
        names = {known.id: known.person.name for known in record.people()}
        digests = {names[person]: ones[0].submission or "" for person, ones in record.hand_ins().items()}
        yield TinyClass(record, build, record.add_build(manifest, inputs_of(manifest.seed)), digests)


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder for temporary files that workers of other users can enter, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="class-", dir="/tmp"))
    os.chmod(folder, 0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
