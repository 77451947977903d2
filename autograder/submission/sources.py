"""One interface to folders, zips and single files: a bounded list of names, and bounded reads of the files needed."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from autograder.model.manifest import SubmissionLimits
from autograder.submission.paths import display_path, is_junk, path_error
from testkit import source_rules

# Entries listed for each file that the limits allow. Only names are listed, so data sets and pictures beside the code
# do no harm; a longer listing is abuse.
MAX_ENTRIES_PER_FILE = 20

# The other compression methods cannot be unpacked a bounded piece at a time.
COMPRESSION_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_OPEN_FILE = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # opening a FIFO must not wait for its other end
_OPEN_FOLDER = os.O_RDONLY | os.O_CLOEXEC | os.O_DIRECTORY


class SubmissionError(ValueError):
    """Nothing of the submission can be graded; the message is one sentence for the student."""


class FileRefused(Exception):
    """One file cannot be used; the message completes the sentence "<name> ..."."""


class Source(Protocol):
    """A submission as it was handed in.

    Attributes:
        files: names of its regular files, as POSIX paths from its top.
        rejected: name of each entry that is not a regular file or has an unacceptable name -> the reason, which completes
            the sentence "<name> ...".
    """

    files: list[str]
    rejected: dict[str, str]

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return the content of one of ``files``.

        Raises:
            FileRefused: the file is larger than ``max_bytes`` or cannot be read.
        """


def find_mode(path: Path) -> int:
    """Return the mode of the file or folder at the path of a submission, as ``os.stat`` gives it.

    Raises:
        SubmissionError: nothing is there.
    """
    try:
        return path.stat().st_mode  # the grader chose this path, so it may be a link
    except (OSError, ValueError):
        raise SubmissionError(f"There is no submission at {display_path(str(path))}.") from None


@contextlib.contextmanager
def open_source(path: Path, limits: SubmissionLimits, weights_mb: float = 0.0) -> Iterator[Source]:
    """Open the submission at ``path``: a folder, a zip, or one Python file.

    Args:
        path: of the submission.
        limits: of its size.
        weights_mb: MB that a zip may have beyond them, for the weights in it.

    Raises:
        SubmissionError: it is none of these, or cannot be listed.
    """
    mode = find_mode(path)
    if stat.S_ISDIR(mode):
        with FolderSource.open(path, limits) as folder:
            yield folder
    elif not stat.S_ISREG(mode):
        raise SubmissionError(f"{display_path(path.name)} is neither a folder nor a zip.")
    elif source_rules.find_original_name(path.name).endswith(".py"):  # models.py.txt too, which earns a notice
        yield SingleFileSource(path)
    else:
        yield ZipSource(path, limits, weights_mb)


class SingleFileSource:
    """One Python file handed in by itself."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files = [path.name]
        self.rejected: dict[str, str] = {}

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return the content of a file; see :class:`Source`."""
        try:
            return _read_regular(os.open(self.path, _OPEN_FILE), max_bytes)
        except OSError as error:
            raise FileRefused(f"cannot be read ({error.strerror})") from None


class FolderSource:
    """A folder, listed and read by descriptors from its top, so that a link put in meanwhile is not followed."""

    def __init__(self, top: int, limits: SubmissionLimits) -> None:
        self.files: list[str] = []
        self.rejected: dict[str, str] = {}
        self._top = top
        self._max_entries = limits.max_files * MAX_ENTRIES_PER_FILE
        self._seen = 0
        self._walk(top, "")
        self.files.sort()

    @classmethod
    @contextlib.contextmanager
    def open(cls, path: Path, limits: SubmissionLimits) -> Iterator[FolderSource]:
        """Open the folder for as long as the context lasts.

        Raises:
            SubmissionError: the folder cannot be opened, or has too many entries.
        """
        try:
            top = os.open(path, _OPEN_FOLDER)
        except OSError as error:
            raise SubmissionError(
                f"The submission at {display_path(str(path))} cannot be opened ({error.strerror})."
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
                if self._seen > self._max_entries:
                    raise SubmissionError(
                        f"The submission has more than {self._max_entries:,} files and folders; hand in only what you "
                        "wrote, without data sets and environments."
                    )
                try:
                    self._add(entry, name, folder)
                except OSError as error:
                    self.rejected[name] = f"cannot be read ({error.strerror})"

    def _add(self, entry: os.DirEntry[str], name: str, folder: int) -> None:
        if entry.is_symlink():
            if not is_junk(name):
                self.rejected[name] = "is a link, and links are not followed; hand in the file itself"
        elif entry.is_dir(follow_symlinks=False):
            if is_junk(name + "/x"):
                return
            if reason := path_error(name):
                self.rejected[name] = reason
            else:
                below = os.open(entry.name, _OPEN_FOLDER | os.O_NOFOLLOW, dir_fd=folder)
                try:
                    self._walk(below, name + "/")
                finally:
                    os.close(below)
        elif is_junk(name):
            return
        elif not entry.is_file(follow_symlinks=False):
            self.rejected[name] = "is a device, a pipe or a socket, not a file"
        elif reason := path_error(name):
            self.rejected[name] = reason
        else:
            self.files.append(name)

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return the content of a file; see :class:`Source`."""
        *folders, last = name.split("/")
        current = self._top
        try:
            try:
                for folder in folders:
                    below = os.open(folder, _OPEN_FOLDER | os.O_NOFOLLOW, dir_fd=current)
                    if current != self._top:
                        os.close(current)
                    current = below
                return _read_regular(os.open(last, _OPEN_FILE | os.O_NOFOLLOW, dir_fd=current), max_bytes)
            finally:
                if current != self._top:
                    os.close(current)
        except OSError as error:
            raise FileRefused(f"cannot be read ({error.strerror})") from None


def _read_regular(file: int, max_bytes: int) -> bytes:
    """Read and close an open file, if it is a regular one. The opened file itself is checked, not its name."""
    with open(file, "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise FileRefused("is not a plain file")
        data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise FileRefused(_too_large(max_bytes))
    return data


def _too_large(max_bytes: int) -> str:
    return f"is larger than {max_bytes / 2**20:.3g} MB, which is the limit"


class ZipSource:
    """A zip, read into memory once, so that the bytes checked are the bytes read."""

    def __init__(self, path: Path, limits: SubmissionLimits, weights_mb: float = 0.0) -> None:
        name = display_path(path.name)
        try:
            file = os.open(path, _OPEN_FILE)
            data = _read_regular(file, int((limits.max_total_mb + weights_mb) * 2**20))
        except FileRefused as reason:
            raise SubmissionError(f"{name} {reason}; zip only what you wrote, without data sets.") from None
        except OSError as error:
            raise SubmissionError(f"{name} cannot be read ({error.strerror}).") from None
        if not zipfile.is_zipfile(io.BytesIO(data)):
            raise SubmissionError(
                f"{name} is not a zip, or only a part of one; zip the folder again and hand that in (renaming a .rar, "
                ".7z or .tar to .zip does not make it a zip)."
            )
        # zipfile parses the whole index at once, so count its members first: each has this signature.
        max_entries = limits.max_files * MAX_ENTRIES_PER_FILE
        if data.count(b"PK\x01\x02") > max_entries:
            raise SubmissionError(
                f"{name} has more than {max_entries:,} files; zip only what you wrote, without data sets."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except UnicodeDecodeError:
            raise SubmissionError(
                f"{name} has file names that are not UTF-8; rename them with plain letters."
            ) from None
        except Exception as error:  # on a crafted index zipfile raises many kinds of error
            raise SubmissionError(f"{name} is damaged ({type(error).__name__}); zip the folder again.") from None
        self.files: list[str] = []
        self.rejected: dict[str, str] = {}
        self._members: dict[str, zipfile.ZipInfo] = {}
        for member in self._zip.infolist():
            self._add(member)
        self.files = sorted(self._members)

    def _add(self, member: zipfile.ZipInfo) -> None:
        name = member.orig_filename  # zipfile changes ``filename``: it cuts the name at a NUL
        kind = stat.S_IFMT(member.external_attr >> 16)
        if is_junk(name):
            return
        if reason := path_error(name.removesuffix("/")):
            self.rejected[name] = reason
        elif kind == stat.S_IFLNK:
            self.rejected[name] = "is a link, and links are not followed; put the file itself in the zip"
        elif name.endswith("/") or kind == stat.S_IFDIR:
            return
        elif kind not in (0, stat.S_IFREG):
            self.rejected[name] = "is a device, a pipe or a socket, not a file"
        elif name in self._members or name in self.rejected:
            self._members.pop(name, None)
            self.rejected[name] = "is in the zip twice; keep one of the two"
        elif member.flag_bits & 0x1:
            self.rejected[name] = "is encrypted; zip it without a password"
        elif member.compress_type not in COMPRESSION_METHODS:
            self.rejected[name] = "is compressed by an unusual method; zip it with the default settings"
        else:
            self._members[name] = member

    def read(self, name: str, max_bytes: int) -> bytes:
        """Return the content of a file; see :class:`Source`."""
        member = self._members[name]
        if member.file_size > max_bytes:
            raise FileRefused(_too_large(max_bytes))
        try:
            with self._zip.open(member) as stream:
                data = stream.read(max_bytes + 1)
        except Exception:  # on crafted data zipfile raises many kinds of error
            raise FileRefused("is damaged in the zip; make the zip again") from None
        if len(data) != member.file_size:  # the index lied
            raise FileRefused("is damaged in the zip; make the zip again")
        return data
