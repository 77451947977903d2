"""Seccomp's user notifications: the kernel holds a call of a worker until the fork server has answered.

Only the registers of a call are read, never the memory that they point to, which another thread could change meanwhile.
"""

from __future__ import annotations

import contextlib
import fcntl
import struct
from typing import NamedTuple

_CALL = struct.Struct("=QIIiIQ6Q")  # the kernel's struct seccomp_notif
_ANSWER = struct.Struct("=QqiI")  # struct seccomp_notif_resp
_RECEIVE, _SEND, _SET_FLAGS = 0xC0502100, 0xC0182101, 0x40082104
_CONTINUE = 1
_WAKE_ON_SAME_PROCESSOR = 1


class Call(NamedTuple):
    """A call that waits for an answer: its notification's id, its number, its six arguments."""

    id: int
    number: int
    arguments: tuple[int, ...]


def speed_up(listener: int) -> None:
    """Have the kernel pass from the worker to the server and back as in a function call, where it can (from 6.6 on)."""
    with contextlib.suppress(OSError):
        fcntl.ioctl(listener, _SET_FLAGS, _WAKE_ON_SAME_PROCESSOR)


def receive(listener: int) -> Call | None:
    """Return the call that waits at a descriptor; None if it was interrupted meanwhile."""
    buffer = bytearray(_CALL.size)
    try:
        fcntl.ioctl(listener, _RECEIVE, buffer)
    except OSError:
        return None
    identifier, _, _, number, _, _, *arguments = _CALL.unpack(buffer)
    return Call(identifier, number, tuple(arguments))


def allow(listener: int, call: Call) -> None:
    """Let a call go on."""
    with contextlib.suppress(OSError):  # it was interrupted meanwhile
        fcntl.ioctl(listener, _SEND, _ANSWER.pack(call.id, 0, 0, _CONTINUE))
