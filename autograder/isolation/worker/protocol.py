"""Commands of the trusted process to the fork server, and the responses. Both sides are trusted code, over their own socket."""

from __future__ import annotations

import socket
import struct
from typing import Union

import msgspec

from autograder.model.manifest import Device, Limits

_HEADER = struct.Struct("<I")


class _Message(msgspec.Struct, array_like=True):
    pass


class Spawn(_Message, tag="spawn"):
    """Fork a worker. Its channel and its output pipe are sent along as descriptors."""

    tree: str
    scratch: str
    limits: Limits
    device: Device
    seed: int  # of the worker's own generators; derived from the secret seed, which cannot be computed from it
    uid: int | None
    layers: list[str]
    module: str = ""  # to be imported before the first request


class Finish(_Message, tag="finish"):
    """Kill a worker and everything in its session, and respond how it ended."""

    pid: int


class Discard(_Message, tag="discard"):
    """Kill a worker without waiting for its end. There is no response; a later ``Spawned`` or ``Reaped`` names its pid."""

    pid: int


class Reap(_Message, tag="reap"):
    """Wait for the end of every discarded worker."""


class Preload(_Message, tag="preload"):
    """Import installed packages once, for all workers to come."""

    modules: list[str]


class Close(_Message, tag="close"):
    """End without cleaning up, because the trusted process does. A connection that ends without this command means it died."""


Command = Union[Spawn, Finish, Discard, Reap, Preload, Close]  # noqa: UP007


FORK_FAILED = -1  # the pid of a worker that could not be forked


class Spawned(_Message, tag="spawned"):
    """A worker was forked, or could not be."""

    pid: int  # or FORK_FAILED
    ended: list[int]  # pids of discarded workers that have ended since the last response


class Finished(_Message, tag="finished"):
    """A worker was collected. ``status`` as of wait(2): the exit code, or minus the signal."""

    status: int
    cpu_seconds: float
    full_disk: bool = False  # it was killed because it wrote too much


class Reaped(_Message, tag="reaped"):
    """Every discarded worker is gone."""

    ended: list[int]  # pids


class Preloaded(_Message, tag="preloaded"):
    """The packages were imported."""


Response = Union[Spawned, Finished, Reaped, Preloaded]  # noqa: UP007

_encoder = msgspec.msgpack.Encoder()
commands = msgspec.msgpack.Decoder(Command)
responses = msgspec.msgpack.Decoder(Response)


def send(sock: socket.socket, message: msgspec.Struct, descriptors: list[int] | None = None) -> None:
    """Send a message and file descriptors along with it.

    Args:
        sock: the command socket.
        message: a command or a response.
        descriptors: at most four.

    Raises:
        OSError: the other side is gone.
    """
    body = _encoder.encode(message)
    frame = _HEADER.pack(len(body)) + body
    if descriptors:
        sent = socket.send_fds(sock, [frame], descriptors)
        frame = frame[sent:]
    if frame:
        sock.sendall(frame)


def receive(sock: socket.socket) -> tuple[bytes, list[int]]:
    """Return the body of one message and the descriptors that came with it.

    Raises:
        EOFError, OSError: the other side is gone.
    """
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
