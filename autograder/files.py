"""Write files atomically, and let one command at a time into a folder.

Imports only the standard library, so that every module may use it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path


def write_atomically(path: Path, data: bytes) -> None:
    """Replace the file at ``path`` in one step: a reader finds all of the old content or all of the new.

    Folders that are missing are made. The file can be read by everyone and written by its owner (0644).
    """
    write_together({path: data})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Replace several files: where one of them cannot be written, such as on a full disk, every old one stays.

    The new contents are all on the disk before the first file is replaced; then they are replaced in order.

    Args:
        files: contents by path. Folders that are missing are made; a file gets the mode 0644.

    Raises:
        OSError: a file cannot be written; nothing was replaced.
    """
    staged: list[tuple[str, Path]] = []
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            file, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            staged.append((temporary, path))
            with open(file, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            os.chmod(temporary, 0o644)
            if path.is_dir():
                raise IsADirectoryError(21, os.strerror(21), str(path))
        while staged:
            os.replace(*staged[0])
            del staged[0]
    except BaseException:
        for temporary, _ in staged:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise


@contextlib.contextmanager
def lock_folder(folder: Path, *, shared: bool = False) -> Iterator[None]:
    """Hold the lock of a folder: other commands that ask for it say so and wait until it is released, also by being killed.

    Args:
        folder: made where it is missing. The lock is on a hidden file beside it, because the folder itself may be replaced.
        shared: whether others may hold it too, as long as they ask for it shared.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open(folder.with_name(f".{folder.name}.lock"), "w") as stream:
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(stream, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            print(f"waiting for another command that uses {folder}", file=sys.stderr)
            fcntl.flock(stream, kind)
        yield  # closing the file releases the lock
