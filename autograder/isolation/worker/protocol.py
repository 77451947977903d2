"""What the trusted process and the fork server say to each other; both are trusted code, over a socket of their own."""

from __future__ import annotations

import socket
import struct
from typing import Union

import msgspec

from autograder.model.manifest import Device, Limits

_HEADER = struct.Struct("<I")


class _Order(msgspec.Struct, array_like=True):
    pass


class Spawn(_Order, tag="spawn"):
    """Fork a worker; its channel and its output pipe come along as descriptors."""

    tree: str
    scratch: str
    limits: Limits
    device: Device
    seed: int  # of the worker's own generators, derived from the secret one but telling nothing of it
    uid: int | None
    layers: list[str]
    module: str = ""  # to be imported before anybody asks


class Finish(_Order, tag="finish"):
    """Kill a worker and everything in its session, and say how it ended."""

    pid: int


class Discard(_Order, tag="discard"):
    """Kill a worker whose end nobody waits for. There is no reply; a later ``Spawned`` names those that are gone."""

    pid: int


class Reap(_Order, tag="reap"):
    """Wait for the end of every discarded worker."""


class Preload(_Order, tag="preload"):
    """Import installed packages once, for all workers to come."""

    modules: list[str]


class Close(_Order, tag="close"):
    """End; the trusted process puts its folders away itself. Where the connection ends without it, that process is dead."""


Order = Union[Spawn, Finish, Discard, Reap, Preload, Close]  # noqa: UP007


FORK_FAILED = -1  # the pid of a worker that could not be forked


class Spawned(_Order, tag="spawned"):
    pid: int  # or FORK_FAILED
    gone: list[int]  # discarded workers that have ended since the last one


class Finished(_Order, tag="finished"):
    """``status`` as of wait(2): the exit code, or minus the signal."""

    status: int
    cpu_seconds: float


class Reaped(_Order, tag="reaped"):
    gone: list[int]


class Preloaded(_Order, tag="preloaded"):
    pass


Report = Union[Spawned, Finished, Reaped, Preloaded]  # noqa: UP007

_encoder = msgspec.msgpack.Encoder()
orders = msgspec.msgpack.Decoder(Order)
reports = msgspec.msgpack.Decoder(Report)


def send(sock: socket.socket, message: msgspec.Struct, descriptors: list[int] | None = None) -> None:
    body = _encoder.encode(message)
    frame = _HEADER.pack(len(body)) + body
    if descriptors:
        sent = socket.send_fds(sock, [frame], descriptors)
        frame = frame[sent:]
    if frame:
        sock.sendall(frame)


def receive(sock: socket.socket) -> tuple[bytes, list[int]]:
    """One message and the descriptors that came with it; ``EOFError`` when the other side is gone."""
    data, descriptors, _, _ = socket.recv_fds(sock, _HEADER.size, 4)
    data += _rest(sock, _HEADER.size - len(data), started=bool(data))
    (size,) = _HEADER.unpack(data)
    return _rest(sock, size, started=True), descriptors


def _rest(sock: socket.socket, count: int, *, started: bool) -> bytes:
    if not started:
        raise EOFError
    parts = bytearray()
    while len(parts) < count:
        chunk = sock.recv(count - len(parts))
        if not chunk:
            raise EOFError
        parts += chunk
    return bytes(parts)
