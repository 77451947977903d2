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
_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_CONTINUE = 1


class Call(NamedTuple):
    """A call that waits for an answer: its notification's id, its number, its six arguments."""

    id: int
    number: int
    arguments: tuple[int, ...]


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
