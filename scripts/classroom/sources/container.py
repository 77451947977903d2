"""An export's files, whether it is a folder or a zip: read in place, no link followed, with limits on what is read."""

from __future__ import annotations

import contextlib
import os
import stat
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from autograder.submission.paths import display_path, is_junk, path_error
from scripts.coursespec.files import real_path
from scripts.errors import SpecError

MAX_ENTRIES = 500_000  # of an export: 2,000 people with 250 files each
MAX_FOLDERS = 100_000  # of an export that was unpacked
MAX_DEPTH = 30  # folders within folders: what a submission may have, and the platform's own around it
HOME_MARKS = {".bashrc", ".cache", ".config", ".local", ".profile", ".ssh", ".zshrc", "AppData", "Library"}
MIN_MARKS = 2  # of these, by which a home is known; an export has none
MAX_SIDE_FILE = 64 * 2**20  # bytes of a file of the platform's own, such as submission_metadata.yml of 2,000 people


class Container(ABC):
    """The regular files of an export by POSIX path.

    Attributes:
        display: how sentences name it.
        remarks: what was left out, a sentence each.
    """

    def __init__(self, display: str) -> None:
        self.display = display
        self.remarks: list[str] = []

    @abstractmethod
    def names(self) -> list[str]:
        """Return the paths of all files, sorted; links and special files are left out."""

    @abstractmethod
    def open(self, name: str) -> IO[bytes]:
        """Open a file for reading.

        Raises:
            SpecError: it cannot be read: it is encrypted, damaged or gone.
        """

    @abstractmethod
    def size(self, name: str) -> int:
        """Return a file's size in bytes, as far as the export says it."""

    def read(self, name: str, most: int = MAX_SIDE_FILE) -> bytes:
        """Return a file's content.

        Raises:
            SpecError: it cannot be read, or is larger than ``most`` bytes.
        """
        with self.open(name) as stream, explain_damage(f"{self.display}: {display_path(name)}"):
            data = stream.read(most + 1)
        if len(data) > most:
            raise SpecError(f"{self.display}: {display_path(name)} is larger than {most // 2**20} MB; export it again.")
        return data

    def _check_count(self, files: int, folders: int = 0) -> None:
        if files > MAX_ENTRIES or folders > MAX_FOLDERS:
            raise SpecError(
                f"{self.display}: holds more than {MAX_ENTRIES:,} files or {MAX_FOLDERS:,} folders, so it is no class's "
                "export; name the zip or folder that the platform gave, or export fewer people at once and run this for each."
            )


class Folder(Container):
    """An export that was unpacked, or the folder into which repositories were cloned."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self._path = path

    def names(self) -> list[str]:
        """Return the paths of all files; folders of version control are named by one file each, not read."""
        found: list[str] = []
        foreign: list[str] = []
        waiting = [""]
        walked = 0
        while waiting:
            inside = waiting.pop()
            walked += 1
            with _scan(self._path / inside) as entries:
                for entry in entries:
                    name = f"{inside}{entry.name}"
                    is_clone = entry.name == ".git" and entry.is_dir(follow_symlinks=False)
                    if not _is_utf8(entry.name):
                        foreign.append(name)
                    elif is_clone or entry.is_file(follow_symlinks=False):
                        found.append(name)  # of a clone its mark alone: thousands of objects are nobody's submission
                    elif (
                        entry.is_dir(follow_symlinks=False) and not is_junk(f"{name}/x") and name.count("/") < MAX_DEPTH
                    ):
                        waiting.append(f"{name}/")
            self._check_count(len(found), walked + len(waiting))
        if foreign:
            self.remarks.append(
                f"Files or folders with names that are not UTF-8, such as {display_path(min(foreign))}, were left out: "
                f"{len(foreign)}. Some programs unzip so; give the zip as it was downloaded, or rename them."
            )
        return sorted(found)

    def size(self, name: str) -> int:
        """Return a file's size."""
        return (self._path / name).lstat().st_size

    def open(self, name: str) -> IO[bytes]:
        """Open a file; a link in its place is refused."""
        try:
            return os.fdopen(os.open(self._path / name, os.O_RDONLY | os.O_NOFOLLOW), "rb")
        except OSError as error:
            raise SpecError(f"{self.display}/{display_path(name)}: {error.strerror}.") from error


class Zip(Container):
    """An export as it was downloaded."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise SpecError(f"{path}: is not a zip that can be read ({error}); download it again.") from error
        # Where a download ends early, the list of contents that is found is that of a student's zip inside.
        first = min((member.header_offset for member in self._archive.infolist()), default=0)
        if first > 0 and _begins_as_zip(path):
            raise SpecError(f"{path}: is a zip whose end is missing; download it again.")
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._check_count(len(self._archive.infolist()))
        unusable = 0
        for member in self._archive.infolist():
            if member.is_dir():
                continue
            if path_error(member.filename) or not _is_regular(member):
                unusable += 1
            else:
                self._members[member.filename] = member
        if unusable:
            self.remarks.append(
                f"{unusable} files of the export have unsafe names or are links; they were left out."
                if unusable > 1
                else "One file of the export has an unsafe name or is a link; it was left out."
            )

    def names(self) -> list[str]:
        """Return the paths of all members."""
        return sorted(self._members)

    def size(self, name: str) -> int:
        """Return a member's size; reading it gives no more, whatever it was packed from."""
        return self._members[name].file_size

    def open(self, name: str) -> IO[bytes]:
        """Open a member."""
        with explain_damage(f"{self.display}: {display_path(name)}"):
            return self._archive.open(self._members[name])


@contextlib.contextmanager
def explain_damage(place: str) -> Iterator[None]:
    """Turn what a damaged or encrypted archive raises into a sentence about ``place``."""
    try:
        yield
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        # RuntimeError: encrypted; NotImplementedError: a compression that Python does not have.
        reason = str(error).rstrip(".") or type(error).__name__
        raise SpecError(f"{place} cannot be read ({reason}).") from error
    except Exception as error:
        if type(error).__module__ in ("zlib", "_lzma", "lzma", "_bz2"):
            raise SpecError(f"{place} is damaged ({error}).") from error
        raise


def open_container(path: Path) -> Container:
    """Open an export.

    Raises:
        SpecError: there is nothing at ``path`` that can be read.
    """
    if path.is_dir():
        _refuse_home(path)
        return Folder(path)
    if not path.exists():
        raise SpecError(f"{path}: there is no such file or folder; SUBMISSIONS is the platform's export.")
    return Zip(path)


def _is_utf8(name: str) -> bool:
    """Return whether a name can be kept in the record and printed."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _scan(folder: Path) -> contextlib.AbstractContextManager[Iterable[os.DirEntry[str]]]:
    """Open a folder; one that may not be read has nothing in it."""
    try:
        return os.scandir(folder)
    except PermissionError:
        return contextlib.nullcontext(())


def _refuse_home(path: Path) -> None:
    """Refuse a folder that is somebody's home, or holds it: it would be read for minutes, and be no class's.

    Raises:
        SpecError: it is one.
    """
    whole = real_path(path)
    marks = HOME_MARKS & set(os.listdir(path))
    if real_path("~").is_relative_to(whole) or len(marks) >= MIN_MARKS:
        raise SpecError(
            f"{path}: is somebody's home or holds it, not an export; name the zip or folder that the platform gave."
        )


def _is_regular(member: zipfile.ZipInfo) -> bool:
    mode = member.external_attr >> 16
    return member.create_system != 3 or stat.S_IFMT(mode) in (0, stat.S_IFREG)  # 3: made on Unix, so the mode is one


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"
