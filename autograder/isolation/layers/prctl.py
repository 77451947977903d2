"""Settings of the running process that only prctl(2) reaches, and the checked calls of the C library that other layers share."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_PR_GET_DUMPABLE = 3
_PR_SET_DUMPABLE = 4

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def call_libc(name: str, *arguments: object) -> int:
    """Call a function of the C library and return its result.

    Raises:
        OSError: the call failed, or this is not Linux.
    """
    if _libc is None:
        raise OSError(f"{name} needs Linux")
    result = int(getattr(_libc, name)(*arguments))
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")
    return result


def prctl(option: int, *arguments: int) -> int:
    """Change or read a setting of this process; at most four arguments.

    Raises:
        OSError: the kernel refuses, or this is not Linux.
    """
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    return call_libc("prctl", ctypes.c_int(option), *padded)


def make_non_dumpable() -> None:
    """Forbid other processes of the same user to trace this process or to read its memory."""
    prctl(_PR_SET_DUMPABLE, 0)


def is_non_dumpable() -> bool:
    """Return whether this process is non-dumpable."""
    return prctl(_PR_GET_DUMPABLE) == 0


def die_with_parent(parent: int, signal_number: int = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal when its parent ends.

    A change of uid clears the setting, so call this after the last one.

    Args:
        parent: the pid that the parent is expected to have.
        signal_number: SIGTERM gives the process time to clean up.
    """
    prctl(_PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:  # the parent ended before the call
        os.kill(os.getpid(), signal_number)
