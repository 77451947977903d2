"""What crosses between the trusted process and a worker: typed messages, framed and capped, never pickle.

Both sides decode against the same closed schema. The trusted side treats every message as a claim: a frame that is too
large, does not decode, carries the wrong sequence number or comes unasked is a ``ProtocolError``, and ends the worker.
"""

from __future__ import annotations

import socket
import struct
import time
from collections.abc import Callable
from typing import TypeVar, Union

import msgspec

HEADER = struct.Struct("<Q")
MAX_REPLY_BYTES = 64 * 2**20  # from a worker
MAX_REQUEST_BYTES = 2 * 2**30  # from the trusted side: full MNIST as float32 is 188 MB
MAX_DEPTH = 32  # of nested containers
MAX_NESTED_CALLS = 24  # call-backs within call-backs
MAX_AXES = 16


class ProtocolError(Exception):
    """The other side sent what no honest peer sends."""


class DeadlineError(Exception):
    """The deadline passed while waiting for the other side."""


class GoneError(Exception):
    """The other side closed the connection."""


class _Value(msgspec.Struct, array_like=True):
    pass


class Big(_Value, tag="n"):
    """An integer beyond 64 bits, in hexadecimal."""

    text: str


class Blob(_Value, tag="b"):
    data: bytes


class List(_Value, tag="l"):
    items: list[Value]


class Tuple(_Value, tag="t"):
    items: list[Value]


class Dict(_Value, tag="d"):
    keys: list[Value]
    values: list[Value]


class Tensor(_Value, tag="T"):
    dtype: str
    shape: list[int]
    data: bytes
    requires_grad: bool = False


class Array(_Value, tag="A"):
    dtype: str
    shape: list[int]
    data: bytes


class Scalar(_Value, tag="S"):
    """A NumPy scalar."""

    dtype: str
    data: bytes


class Dtype(_Value, tag="D"):
    name: str


class Place(_Value, tag="P"):
    """A torch.device."""

    name: str


class Ref(_Value, tag="R"):
    """An object that stays in the worker."""

    number: int
    type_name: str = ""


class Back(_Value, tag="C"):
    """A callable that stays in the trusted process."""

    number: int


Value = Union[  # noqa: UP007 - msgspec resolves this at run time on Python 3.10
    None, bool, int, float, str, Big, Blob, List, Tuple, Dict, Tensor, Array, Scalar, Dtype, Place, Ref, Back
]


class _Message(msgspec.Struct, array_like=True):
    pass


class Import(_Message, tag="import"):
    seq: int
    name: str


class GetAttr(_Message, tag="attr"):
    seq: int
    ref: int
    name: str


class Call(_Message, tag="call"):
    seq: int
    ref: int
    args: list[Value]
    names: list[str]
    values: list[Value]


class Length(_Message, tag="len"):
    seq: int
    ref: int


class Item(_Message, tag="item"):
    seq: int
    ref: int
    key: Value


class Answer(_Message, tag="answer"):
    """What a trusted call-back returned."""

    ask: int
    value: Value


class Refuse(_Message, tag="refuse"):
    """A trusted call-back failed; the worker raises, and the trusted side knows why."""

    ask: int


Request = Union[Import, GetAttr, Call, Length, Item, Answer, Refuse]  # noqa: UP007


class Frame(_Value, tag="F"):
    file: str
    line: int
    function: str


class Returned(_Message, tag="returned"):
    seq: int
    value: Value


class Raised(_Message, tag="raised"):
    """``types`` are the names of the exception's class and its bases, nearest first."""

    seq: int
    types: list[str]
    message: str
    frames: list[Frame]
    package: str = ""  # for a ModuleNotFoundError: what is missing


class Ask(_Message, tag="ask"):
    """A call of a trusted call-back."""

    seq: int
    ask: int
    back: int
    args: list[Value]
    names: list[str]
    values: list[Value]


Reply = Union[Returned, Raised, Ask]  # noqa: UP007

_encoder = msgspec.msgpack.Encoder()
_requests = msgspec.msgpack.Decoder(Request)
_replies = msgspec.msgpack.Decoder(Reply)

M = TypeVar("M")


def encode(message: msgspec.Struct) -> bytes:
    """The frame of a message, header included."""
    body = _encoder.encode(message)
    return HEADER.pack(len(body)) + body


class Channel:
    """One end of a stream socket that carries frames.

    Raises (all methods):
        GoneError, DeadlineError, ProtocolError
    """

    def __init__(self, sock: socket.socket, *, receive_cap: int) -> None:
        self._sock, self._cap = sock, receive_cap
        self._idle: Callable[[], None] | None = None

    def when_idle(self, function: Callable[[], None]) -> None:
        """Call ``function`` about twice a second while waiting for the other side."""
        self._idle = function

    def pending(self) -> bool:
        """Whether the other side has already sent something."""
        try:
            self._sock.setblocking(False)
            return bool(self._sock.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False
        except OSError as error:
            raise GoneError from error

    def send(self, frame: bytes, deadline: float | None = None) -> None:
        view = memoryview(frame)
        while view:
            self._wait(deadline)
            try:
                view = view[self._sock.send(view) :]
            except TimeoutError:
                continue
            except OSError as error:
                raise GoneError from error

    def _wait(self, deadline: float | None) -> None:
        if deadline is None:
            self._sock.settimeout(None)
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise DeadlineError
        self._sock.settimeout(min(left, 0.5))

    def _read(self, count: int, deadline: float | None) -> bytes:
        # The buffer grows with what arrives, so that a header alone cannot reserve memory.
        parts = bytearray()
        while len(parts) < count:
            self._wait(deadline)
            try:
                chunk = self._sock.recv(min(count - len(parts), 2**20))
            except TimeoutError:
                if self._idle is not None:
                    self._idle()
                continue
            except OSError as error:
                raise GoneError from error
            if not chunk:
                raise GoneError
            parts += chunk
        return bytes(parts)

    def _receive(self, deadline: float | None) -> bytes:
        (size,) = HEADER.unpack(self._read(HEADER.size, deadline))
        if size > self._cap:
            raise ProtocolError(f"a message of {size} bytes, more than the {self._cap} allowed")
        return self._read(size, deadline)

    def receive_request(self) -> Request:
        return _decode(_requests, self._receive(None))

    def receive_reply(self, deadline: float | None) -> Reply:
        return _decode(_replies, self._receive(deadline))

    def close(self) -> None:
        self._sock.close()


def _decode(decoder: msgspec.msgpack.Decoder[M], body: bytes) -> M:
    try:
        return decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, MemoryError, OverflowError) as error:
        raise ProtocolError(f"a message that does not decode: {type(error).__name__}") from error
