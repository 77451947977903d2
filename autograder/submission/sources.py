"""Folders and zips as one kind of thing: a bounded list of names, and bounded bytes for the few that are wanted."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from autograder.model.manifest import SubmissionLimits

# Only names are listed, so data sets and pictures beside the code do no harm; beyond this many a listing is abuse.
ENTRIES_PER_FILE = 20
DEEPEST = 24  # folders within folders
LONGEST_PATH = 1000

JUNK_FOLDERS = {"__MACOSX", "__pycache__", "node_modules", "site-packages", "venv", "env"}
JUNK_FILES = {"Thumbs.db", "desktop.ini"}
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the others cannot be unpacked a bounded piece at a time

_FILE = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # opening a FIFO must not wait for its other end
_FOLDER = os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY


class SubmissionError(ValueError):
    """Nothing of the submission can be graded; the message is one sentence for the student."""


class Refused(Exception):
    """One file is not taken; the message completes the sentence "<name> ..."."""


class Source(Protocol):
    """A submission before anything is taken from it.

    Attributes:
        files: the names of its regular files, as POSIX paths from its top.
        odd: what is no regular file or has no honest name, with what is said of it.
    """

    files: list[str]
    odd: dict[str, str]

    def read(self, name: str, most: int) -> bytes:
        """The bytes of one of ``files``, at most ``most`` of them, or :class:`Refused`."""


def shown(name: str) -> str:
    """A name as it may stand in a notice: one short line without control characters."""
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    text = "".join(
        character
        if unicodedata.category(character)[0] not in "CZ" or character == " "
        else character.encode("unicode_escape").decode()
        for character in name
    )
    return text if len(text) <= 90 else f"{text[:40]}...{text[-40:]}"


def is_junk(name: str) -> bool:
    """Whether a path is what editors, operating systems and tools leave behind."""
    *folders, last = name.split("/")
    if any(folder in JUNK_FOLDERS or folder.startswith(".") for folder in folders if folder != ".."):
        return True
    return last in JUNK_FILES or last.startswith("._") or last == ".DS_Store" or last.endswith((".pyc", ".pyo"))


def path_error(name: str) -> str:
    """What is wrong with a path, as the end of a sentence about it; empty when it is plain."""
    if "\0" in name:
        return "has a NUL character in its name"
    if "\\" in name:
        return "has a backslash in its name; make the zip again with folders (most zip programs do)"
    if name.startswith("/") or name[1:2] == ":":
        return "is an absolute path; zip the folder itself, with paths that start inside it"
    if ".." in name.split("/"):
        return "points outside the submission with '..'"
    if any(part in ("", ".") for part in name.split("/")):
        return "is not a plain path"
    if len(name) > LONGEST_PATH or name.count("/") > DEEPEST:
        return "lies too deep in folders"
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return "has a name that is not UTF-8; rename it with plain letters"
    return ""


@contextlib.contextmanager
def opened(path: Path, limits: SubmissionLimits) -> Iterator[Source]:
    """The submission at ``path``: a folder, a zip, or one Python file.

    Raises:
        SubmissionError: it is none of these, or cannot be listed.
    """
    try:
        mode = path.stat().st_mode  # the path itself is the grader's own choice, so a link to it is fine
    except (OSError, ValueError):
        raise SubmissionError(f"There is no submission at {shown(str(path))}.") from None
    if stat.S_ISDIR(mode):
        with Folder.opened(path, limits) as folder:
            yield folder
    elif not stat.S_ISREG(mode):
        raise SubmissionError(f"{shown(path.name)} is neither a folder nor a zip.")
    elif path.suffix == ".py":
        yield Single(path)
    else:
        yield Archive(path, limits)


class Single:
    """One Python file handed in by itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = [path.name]
        self.odd: dict[str, str] = {}

    def read(self, name: str, most: int) -> bytes:
        try:
            return _regular(os.open(self.path, _FILE), most)
        except OSError as error:
            raise Refused(f"cannot be read ({error.strerror})") from None


class Folder:
    """A folder, walked and read by descriptors from its top so that nothing swapped in meanwhile is followed."""

    def __init__(self, top: int, limits: SubmissionLimits) -> None:
        self.files: list[str] = []
        self.odd: dict[str, str] = {}
        self._top = top
        self._most = limits.max_files * ENTRIES_PER_FILE
        self._seen = 0
        self._walk(top, "")
        self.files.sort()

    @classmethod
    @contextlib.contextmanager
    def opened(cls, path: Path, limits: SubmissionLimits) -> Iterator[Folder]:
        try:
            top = os.open(path, _FOLDER)
        except OSError as error:
            raise SubmissionError(
                f"The submission at {shown(str(path))} cannot be opened ({error.strerror})."
            ) from None
        try:
            yield cls(top, limits)
        finally:
            os.close(top)

    def _walk(self, folder: int, prefix: str) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = prefix + entry.name
                self._seen += 1
                if self._seen > self._most:
                    raise SubmissionError(
                        f"The submission holds more than {self._most:,} files and folders; hand in only what you "
                        "wrote, without data sets and environments."
                    )
                try:
                    self._add(entry, name, folder)
                except OSError as error:
                    self.odd[name] = f"cannot be read ({error.strerror})"

    def _add(self, entry: os.DirEntry[str], name: str, folder: int) -> None:
        if entry.is_symlink():
            if not is_junk(name):
                self.odd[name] = "is a link, and links are not followed; hand in the file itself"
        elif entry.is_dir(follow_symlinks=False):
            if is_junk(name + "/x"):
                return
            wrong = path_error(name)
            if wrong:
                self.odd[name] = wrong
            else:
                below = os.open(entry.name, _FOLDER | os.O_NOFOLLOW, dir_fd=folder)
                try:
                    self._walk(below, name + "/")
                finally:
                    os.close(below)
        elif is_junk(name):
            return
        elif not entry.is_file(follow_symlinks=False):
            self.odd[name] = "is a device, a pipe or a socket, not a file"
        elif wrong := path_error(name):
            self.odd[name] = wrong
        else:
            self.files.append(name)

    def read(self, name: str, most: int) -> bytes:
        *folders, last = name.split("/")
        at = self._top
        try:
            try:
                for folder in folders:
                    below = os.open(folder, _FOLDER | os.O_NOFOLLOW, dir_fd=at)
                    if at != self._top:
                        os.close(at)
                    at = below
                return _regular(os.open(last, _FILE | os.O_NOFOLLOW, dir_fd=at), most)
            finally:
                if at != self._top:
                    os.close(at)
        except OSError as error:
            raise Refused(f"cannot be read ({error.strerror})") from None


def _regular(file: int, most: int) -> bytes:
    """The bytes of an open file, if that is what it is; closes it. What was opened is what is checked and read."""
    with open(file, "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise Refused("is not a plain file")
        data = stream.read(most + 1)
    if len(data) > most:
        raise Refused(f"is larger than {megabytes(most)}, the most that is taken")
    return data


def megabytes(count: float) -> str:
    return f"{count / 2**20:.3g} MB"


class Archive:
    """A zip, read into memory once, so that what was checked is what is read."""

    def __init__(self, path: Path, limits: SubmissionLimits) -> None:
        name = shown(path.name)
        try:
            file = os.open(path, _FILE)
            data = _regular(file, int(limits.max_total_mb * 2**20))
        except Refused as refused:
            raise SubmissionError(f"{name} {refused}; zip only what you wrote, without data sets.") from None
        except OSError as error:
            raise SubmissionError(f"{name} cannot be read ({error.strerror}).") from None
        if not zipfile.is_zipfile(io.BytesIO(data)):
            raise SubmissionError(
                f"{name} is not a zip, or only a part of one; zip the folder again (a .rar, .7z or .tar renamed to "
                ".zip will not do) and hand that in."
            )
        # Every member has this signature in the index, which zipfile parses whole: count before it does.
        most = limits.max_files * ENTRIES_PER_FILE
        if data.count(b"PK\x01\x02") > most:
            raise SubmissionError(f"{name} holds more than {most:,} files; zip only what you wrote, without data sets.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except UnicodeDecodeError:
            raise SubmissionError(
                f"{name} holds file names that are not UTF-8; rename them with plain letters."
            ) from None
        except Exception as error:  # zipfile raises nearly everything on a crafted index
            raise SubmissionError(f"{name} is damaged ({type(error).__name__}); zip the folder again.") from None
        self.files: list[str] = []
        self.odd: dict[str, str] = {}
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in self._zip.infolist():
            self._add(member)
        self.files = sorted(self._members)

    def _add(self, member: zipfile.ZipInfo) -> None:
        name = member.orig_filename  # ``filename`` is what zipfile makes of it: cut at a NUL, say
        kind = stat.S_IFMT(member.external_attr >> 16)
        if is_junk(name):
            return
        wrong = path_error(name.removesuffix("/"))
        if wrong:
            self.odd[name] = wrong
        elif kind == stat.S_IFLNK:
            self.odd[name] = "is a link, and links are not followed; put the file itself in the zip"
        elif name.endswith("/") or kind == stat.S_IFDIR:
            return
        elif kind not in (0, stat.S_IFREG):
            self.odd[name] = "is a device, a pipe or a socket, not a file"
        elif name in self._members or name in self.odd:
            self._members.pop(name, None)
            self.odd[name] = "is in the zip twice; keep one of the two"
        elif member.flag_bits & 0x1:
            self.odd[name] = "is encrypted; zip it without a password"
        elif member.compress_type not in METHODS:
            self.odd[name] = "is packed by an unusual method; zip it with the default settings"
        else:
            self._members[name] = member

    def read(self, name: str, most: int) -> bytes:
        member = self._members[name]
        if member.file_size > most:
            raise Refused(f"is larger than {megabytes(most)}, the most that is taken")
        try:
            with self._zip.open(member) as stream:
                data = stream.read(most + 1)
        except Exception:  # zipfile raises many kinds of error on what was made to break it
            raise Refused("is damaged in the zip; make the zip again") from None
        if len(data) != member.file_size:  # the index lied
            raise Refused("is damaged in the zip; make the zip again")
        return data
