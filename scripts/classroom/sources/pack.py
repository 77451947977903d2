"""A hand-in as one zip in the class's folder, named by a digest of what is in it."""

from __future__ import annotations

import hashlib
import os
import tempfile
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from autograder.model.manifest import SubmissionLimits
from autograder.submission.paths import is_junk
from scripts.classroom.sources.container import Container, explain_damage
from scripts.classroom.sources.model import HandIn
from scripts.errors import SpecError

CHUNK = 2**20  # bytes
PACKING = ".packing-"  # begins the names of files that are not whole yet
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date of a zip; an equal hand-in is an equal file


@dataclass(frozen=True)
class Packed:
    """A hand-in that was kept.

    Attributes:
        digest: of its contents; hand-ins with the same files have the same.
        path: of the zip.
        files: how many are in it.
    """

    digest: str
    path: Path
    files: int


def pack(
    container: Container, hand_in: HandIn, folder: Path, limits: SubmissionLimits, weights_mb: float = 0.0
) -> Packed:
    """Keep a hand-in's files as ``folder/<digest>.zip``; a single zip among them is opened, as students hand in zips.

    Args:
        container: the export that has the files.
        hand_in: which of them.
        folder: where the zip goes.
        limits: how large a submission may be.
        weights_mb: MB that it may have beyond them, for weights.

    Raises:
        SpecError: it is empty, too large, damaged or encrypted: a sentence for the student and for staff.
    """
    files = {name: place for name, place in hand_in.files.items() if not is_junk(name)}
    if not files:
        raise SpecError("There is no file in this submission.")
    zips = [name for name in files if PurePosixPath(name).suffix.lower() == ".zip"]
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(prefix=PACKING, dir=folder)
    try:
        with os.fdopen(handle, "wb") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                writer = _Writer(archive, limits.max_files, 2 * limits.max_total_mb + weights_mb)
                for name, place in sorted(files.items()):
                    with container.open(place) as source:
                        if zips == [name]:
                            writer.add_zip(source, name)
                        else:
                            writer.add(name, source, zipfile.ZipInfo(name, EPOCH))
            stream.flush()
            os.fsync(stream.fileno())  # before the record names it: a power cut must not leave half of it
        path = folder / f"{writer.digest}.zip"
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return Packed(writer.digest, path, writer.count)


class _Writer:
    """Copies files into a zip, and counts what limits count."""

    def __init__(self, archive: zipfile.ZipFile, max_files: int, max_mb: float) -> None:
        self._archive, self._max_files, self._max_mb = archive, max_files, max_mb
        self._whole = hashlib.sha256()
        self._bytes_left = int(max_mb * 2**20)  # the grader has the say on what is graded of it
        self.count = 0

    @property
    def digest(self) -> str:
        """Of names and contents so far, in order; 32 hexadecimal digits."""
        return self._whole.hexdigest()[:32]

    def add(self, name: str, source: IO[bytes], info: zipfile.ZipInfo) -> None:
        """Copy one file."""
        self.count += 1
        if self.count > self._max_files:
            raise SpecError(
                f"This submission has more than {self._max_files} files; hand in the assignment's own only."
            )
        info.compress_type = zipfile.ZIP_DEFLATED
        self._whole.update(f"{name}\0{info.external_attr >> 28}\0".encode("utf-8", "surrogateescape"))
        size = 0
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Duplicate name")  # a name that comes twice is for the grader to explain
            opened = self._archive.open(info, "w")
        with explain_damage(f"{name} of this submission"), opened as target:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                self._bytes_left -= len(chunk)
                if self._bytes_left < 0:
                    break
                self._whole.update(chunk)
                target.write(chunk)
        if self._bytes_left < 0:
            raise SpecError(f"This submission is larger than {self._max_mb:g} MB unpacked; leave out data and models.")
        self._whole.update(size.to_bytes(8, "big"))

    def add_zip(self, source: IO[bytes], name: str) -> None:
        """Copy the files of a zip that was handed in; what the grader refuses (a link, an odd name) stays for it to explain."""
        with tempfile.TemporaryFile() as whole, explain_damage(name):
            left = self._bytes_left
            while chunk := source.read(CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise SpecError(f"{name} is larger than {self._max_mb:g} MB; leave out data and models.")
                whole.write(chunk)
            with zipfile.ZipFile(whole) as archive:
                members = [
                    member for member in archive.infolist() if not member.is_dir() and not is_junk(member.filename)
                ]
                for member in sorted(members, key=lambda one: one.filename):
                    info = zipfile.ZipInfo(member.filename, EPOCH)
                    info.external_attr, info.create_system = member.external_attr, member.create_system
                    with archive.open(member) as inner:
                        self.add(member.filename, inner, info)
        if not self.count:
            raise SpecError(f"{name} has no file in it.")
