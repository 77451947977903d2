"""Scratch folders of untrusted code: made where a worker can enter, measured, and removed whatever is in them.

A worker may fill its folder with paths longer than the kernel accepts, folders without rights, or files without end. The standard
library's functions fail on these.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

from autograder.isolation.layers.tiers import Plan, find_unreadable_parent

SHARED_FOLDERS = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock", "/var/lock", "/var/crash")
MAX_PATH_BYTES = 3500  # below the kernel's limit of 4096
MIN_ENTRY_BYTES = 4096  # an empty file or folder still takes an inode and a name


def make_temporary_folder(prefix: str, plan: Plan) -> Path:
    """Make a folder for temporary files. Workers can enter what is in it by name, and cannot list it.

    Raises:
        OSError: no folder for temporary files can be written, or entered by workers.
    """
    usual = tempfile.gettempdir()
    for base in (usual, "/tmp", "/var/tmp"):
        # Under root a worker is another user, who may not enter every temporary folder.
        if plan.tier != "root" or find_unreadable_parent(Path(base).resolve()) is None:
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=base))
            os.chmod(folder, 0o711)
            return folder
    raise OSError(f"users other than root cannot enter {usual}; set TMPDIR to a folder that they can.")


def measure_disk_usage(folder: Path, limit: int) -> int:
    """Return the bytes on the disk below ``folder``, or some number above ``limit`` as soon as the limit is passed.

    Folders that cannot be read count as more than the limit: no mode is changed while code that may exchange them runs. Files that
    were unlinked are not seen, so this is for machines without seccomp, where the fork server cannot count what is written.
    """
    total = 0
    waiting = [str(folder)]
    while waiting and total <= limit:
        path = waiting.pop()
        if len(os.fsencode(path)) > MAX_PATH_BYTES:
            return limit + 1  # honest files do not lie that deep
        try:
            entries = os.scandir(path)
        except PermissionError:
            return limit + 1
        except OSError:  # removed meanwhile
            continue
        with entries, contextlib.suppress(OSError):
            for entry in entries:
                total += MIN_ENTRY_BYTES
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    with contextlib.suppress(OSError):  # removed meanwhile
                        total += max(0, entry.stat(follow_symlinks=False).st_blocks * 512 - MIN_ENTRY_BYTES)
                if total > limit:
                    break
    return total


def remove(folder: Path) -> None:
    """Remove ``folder`` and all in it as far as that is possible, following no link.

    Deep entries are moved to the top first, so neither the depth of the folders nor the number of descriptors matters. Call this
    after the processes that write to the folder have ended.
    """
    with contextlib.suppress(OSError):
        if folder.is_symlink() or not folder.is_dir():
            folder.unlink()
            return
        top = _open_folder(str(folder), None)
        try:
            os.fchmod(top, 0o700)
            while _remove_one_level(top):
                pass
        finally:
            os.close(top)
        folder.rmdir()


def remove_files_of(uid: int) -> None:
    """Remove the files of the user ``uid`` in folders that everyone may write, for kernels without Landlock."""
    for shared in SHARED_FOLDERS:
        with contextlib.suppress(OSError), os.scandir(shared) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_uid == uid:
                        remove(Path(entry.path))


def _open_folder(name: str, within: int | None) -> int:
    flags = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(name, flags, dir_fd=within)
    except PermissionError:
        _give_rights(name, within)
        return os.open(name, flags, dir_fd=within)


def _give_rights(name: str, within: int | None) -> None:
    """Give the owner every right on a folder, and on nothing else that may stand there under its name by now."""
    if not hasattr(os, "O_PATH"):
        os.chmod(name, 0o700, dir_fd=within, follow_symlinks=False)
        return
    folder = os.open(name, os.O_PATH | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=within)
    try:
        os.chmod(f"/proc/self/fd/{folder}", 0o700)  # fchmod takes no such descriptor
    finally:
        os.close(folder)


def _remove_one_level(top: int) -> bool:
    """Remove the entries of ``top`` after moving their own entries up into ``top``; return whether anything was removed."""
    progress = False
    with os.scandir(top) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.name, dir_fd=top)
                else:
                    _move_entries_up(entry.name, top)
                    os.rmdir(entry.name, dir_fd=top)
                progress = True
    return progress


def _move_entries_up(name: str, top: int) -> None:
    below = _open_folder(name, top)
    try:
        with os.scandir(below) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    _move_up(entry, below, top)
    finally:
        os.close(below)


def _move_up(entry: os.DirEntry[str], below: int, top: int) -> None:
    is_folder = entry.is_dir(follow_symlinks=False)
    for _ in range(2):
        try:
            if is_folder:
                os.rename(entry.name, secrets.token_hex(8), src_dir_fd=below, dst_dir_fd=top)
            else:
                os.unlink(entry.name, dir_fd=below)
            return
        except PermissionError:  # its owner removed the rights; moving a folder needs the right to write it
            os.fchmod(below, 0o700)
            if is_folder:
                _give_rights(entry.name, below)
