"""Measuring and removing folders that hostile code has filled: deeper than any path is long, without rights, without end."""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

SHARED = ("/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run/lock", "/var/lock", "/var/crash")
LONGEST = 3500  # bytes of a path, below the kernel's limit
SMALLEST = 4096  # bytes that an entry counts as at least: its inode and its name


def used(folder: Path, most: int) -> int:
    """Bytes on the disk below ``folder``; more than ``most`` as soon as that is certain, however much more there is."""
    total = 0
    waiting = [str(folder)]
    while waiting and total <= most:
        path = waiting.pop()
        if len(os.fsencode(path)) > LONGEST:
            return most + 1  # nobody's honest files lie that deep
        with contextlib.suppress(OSError), _scan(path) as entries:
            for entry in entries:
                total += SMALLEST
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    with contextlib.suppress(OSError):  # gone meanwhile
                        total += max(0, entry.stat(follow_symlinks=False).st_blocks * 512 - SMALLEST)
                if total > most:
                    break
    return total


def _scan(path: str) -> contextlib.AbstractContextManager[Iterator[os.DirEntry[str]]]:
    try:
        return os.scandir(path)
    except PermissionError:
        os.chmod(path, 0o700)  # of a process that runs as the same user, and took its own rights away
        return os.scandir(path)


def remove(folder: Path) -> None:
    """Remove ``folder`` and all in it as far as that is possible, following no link.

    What lies deep is moved to the top first, so neither the depth of the folders nor the number of descriptors matters.
    To be called when whoever filled it is dead.
    """
    with contextlib.suppress(OSError):
        if folder.is_symlink() or not folder.is_dir():
            folder.unlink()
            return
        top = _open(str(folder), None)
        try:
            os.fchmod(top, 0o700)
            while _clear(top):
                pass
        finally:
            os.close(top)
        folder.rmdir()


def remove_of(uid: int) -> None:
    """Remove what the user ``uid`` left in folders that all may write, where no Landlock kept it from them."""
    for shared in SHARED:
        with contextlib.suppress(OSError), os.scandir(shared) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_uid == uid:
                        remove(Path(entry.path))


def _open(name: str, within: int | None) -> int:
    flags = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        return os.open(name, flags, dir_fd=within)
    except PermissionError:
        os.chmod(name, 0o700, dir_fd=within)
        return os.open(name, flags, dir_fd=within)


def _clear(top: int) -> bool:
    """Remove what is directly in ``top``, and bring up what its folders hold; whether anything was there that could go."""
    progress = False
    with os.scandir(top) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.name, dir_fd=top)
                else:
                    _raise_contents(entry.name, top)
                    os.rmdir(entry.name, dir_fd=top)
                progress = True
    return progress


def _raise_contents(name: str, top: int) -> None:
    below = _open(name, top)
    try:
        with os.scandir(below) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    _take_out(entry, below, top)
    finally:
        os.close(below)


def _take_out(entry: os.DirEntry[str], below: int, top: int) -> None:
    is_folder = entry.is_dir(follow_symlinks=False)
    for _ in range(2):
        try:
            if is_folder:
                os.rename(entry.name, secrets.token_hex(8), src_dir_fd=below, dst_dir_fd=top)
            else:
                os.unlink(entry.name, dir_fd=below)
            return
        except (
            PermissionError
        ):  # the process that made it took its own rights away; moving a folder takes that to write it
            os.fchmod(below, 0o700)
            if is_folder:
                os.chmod(entry.name, 0o700, dir_fd=below)
