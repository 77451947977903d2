"""Typed messages between the trusted process and a worker: a closed schema with caps on sizes, never pickle.

Both sides decode against the same schema. The trusted side treats every message as a claim: one that is too large, does not
decode, carries the wrong sequence number or was not requested is a ``ProtocolError`` and ends the worker.
"""

from __future__ import annotations

import struct
from typing import Annotated, TypeVar, Union

import msgspec

HEADER = struct.Struct("<Q")
MAX_REPLY_BYTES = 64 * 2**20  # from a worker
MAX_TEST_BYTES = 128 * 2**20  # of all the replies in one test
MAX_REQUEST_BYTES = 2 * 2**30  # from the trusted side: full MNIST as float32 is 188 MB
MAX_DEPTH = 32  # of nested containers
MAX_NESTED_CALLS = 24  # callbacks within callbacks
MAX_AXES = 16
# An empty list is four bytes on the wire and two hundred once decoded, so a cap on bytes alone does not bound memory.
MAX_VALUES = 500_000  # in a reply
MAX_TEST_VALUES = 1_000_000  # in all the replies of one test
MAX_TEXT_BYTES = 4 * 2**20  # of all the strings in a reply
MAX_INTEGER_BITS = 1000  # such an integer is a finite float and short enough for Python to print
MAX_KEYS = (
    1000  # of a dict whose keys are not all strings: keys of other types can be chosen so that all hashes collide
)


class ProtocolError(Exception):
    """The other side violated the protocol."""


class DeadlineError(Exception):
    """The deadline passed while waiting for the other side."""


class GoneError(Exception):
    """The other side closed the connection."""


class _Value(msgspec.Struct, array_like=True):
    pass


class BigInt(_Value, tag="n"):
    """An integer beyond 64 bits, in hexadecimal."""

    text: str


class Blob(_Value, tag="b"):
    """A bytes object."""

    data: bytes


class List(_Value, tag="l"):
    """A list."""

    items: list[Value]


class Tuple(_Value, tag="t"):
    """A tuple."""

    items: list[Value]


class Dict(_Value, tag="d"):
    """A dict, keys and values in its order."""

    keys: list[Value]
    values: list[Value]


class Tensor(_Value, tag="T"):
    """A dense torch tensor, contiguous in row-major order."""

    dtype: str
    shape: list[int]
    data: bytearray  # decoded where it stays: a tensor shares its memory
    requires_grad: bool = False


class Array(_Value, tag="A"):
    """A NumPy array, contiguous in row-major order."""

    dtype: str
    shape: list[int]
    data: bytes


class Scalar(_Value, tag="S"):
    """A NumPy scalar."""

    dtype: str
    data: bytes


class Dtype(_Value, tag="D"):
    """A torch.dtype."""

    name: str


class Device(_Value, tag="P"):
    """A torch.device."""

    name: str


class Generator(_Value, tag="G"):
    """A torch.Generator of the CPU. Only the trusted side sends one; those of a worker stay there."""

    state: bytes


class Ref(_Value, tag="R"):
    """An object that stays in the worker."""

    number: int
    type_name: str = ""


class CallbackRef(_Value, tag="C"):
    """A callable that stays in the trusted process."""

    number: int


Value = Union[  # noqa: UP007 - msgspec resolves this at run time on Python 3.10
    None, bool, int, float, str, BigInt, Blob, List, Tuple, Dict, Tensor, Array, Scalar, Dtype, Device, Generator, Ref,
    CallbackRef,
]  # fmt: skip


class _Message(msgspec.Struct, array_like=True):
    pass


class Import(_Message, tag="import"):
    """Import a module of the submission and return it."""

    seq: int
    name: str


class GetAttr(_Message, tag="attr"):
    """Return an attribute of an object."""

    seq: int
    ref: int
    name: str


class Call(_Message, tag="call"):
    """Call an object; ``names`` and ``values`` are the keyword arguments."""

    seq: int
    ref: int
    args: list[Value]
    names: list[str]
    values: list[Value]


class Length(_Message, tag="len"):
    """Return the length of an object."""

    seq: int
    ref: int


class Item(_Message, tag="item"):
    """Return an item of an object."""

    seq: int
    ref: int
    key: Value


class Answer(_Message, tag="answer"):
    """The result of a trusted callback."""

    ask: int
    value: Value


class CallbackFailed(_Message, tag="refuse"):
    """A trusted callback raised. The worker raises in turn; the trusted side keeps the reason."""

    ask: int


Request = Union[Import, GetAttr, Call, Length, Item, Answer, CallbackFailed]  # noqa: UP007


class Frame(_Value, tag="F"):
    """A frame of a traceback."""

    file: Annotated[str, msgspec.Meta(max_length=1000)]
    line: int
    function: Annotated[str, msgspec.Meta(max_length=80)]


class Returned(_Message, tag="returned"):
    """The result of a request."""

    seq: int
    value: Value


class Raised(_Message, tag="raised"):
    """A request raised. ``types`` are the names of the exception's class and its bases, nearest first."""

    seq: int
    types: Annotated[list[Annotated[str, msgspec.Meta(max_length=80)]], msgspec.Meta(max_length=16)]
    message: Annotated[str, msgspec.Meta(max_length=2000)]
    frames: Annotated[list[Frame], msgspec.Meta(max_length=16)]
    package: Annotated[str, msgspec.Meta(max_length=80)] = ""  # for a ModuleNotFoundError: what is missing


class Ask(_Message, tag="ask"):
    """A call of a trusted callback, from the worker."""

    seq: int
    ask: int
    callback: int
    args: list[Value]
    names: list[str]
    values: list[Value]


Reply = Union[Returned, Raised, Ask]  # noqa: UP007

_encoder = msgspec.msgpack.Encoder()
_requests = msgspec.msgpack.Decoder(Request)
_replies = msgspec.msgpack.Decoder(Reply)

M = TypeVar("M")


def encode(message: msgspec.Struct) -> bytearray:
    """Return the frame of a message, header included."""
    frame = bytearray(HEADER.size)
    _encoder.encode_into(message, frame, HEADER.size)
    HEADER.pack_into(frame, 0, len(frame) - HEADER.size)
    return frame


def decode_request(body: memoryview) -> Request:
    """Decode a request.

    Raises:
        ProtocolError
    """
    return _decode(_requests, body)


def decode_reply(body: memoryview) -> Reply:
    """Decode a reply that was measured.

    Raises:
        ProtocolError
    """
    return _decode(_replies, body)


# First byte of a MessagePack value -> the bytes of the value, or of the length that follows.
_FIXED = {
    0xC0: 0, 0xC2: 0, 0xC3: 0, 0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8, 0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8,
}  # fmt: skip
_BINARY = {0xC4: 1, 0xC5: 2, 0xC6: 4}
_STRING = {0xD9: 1, 0xDA: 2, 0xDB: 4}
_ARRAY = {0xDC: 2, 0xDD: 4}


def measure(body: bytes | bytearray | memoryview, max_values: int = MAX_VALUES) -> int:
    """Check, before memory is spent on a reply, that it is one value with no more parts and text than honest replies have.

    Returns:
        The number of values in it.

    Raises:
        ProtocolError: it is incomplete or too large, or has a part of a kind that is not in the schema.
    """
    at, missing, values, text, size = 0, 1, 0, 0, len(body)
    while missing:
        if at >= size:
            raise ProtocolError("a message that is cut short")
        first = body[at]
        at += 1
        missing -= 1
        values += 1
        if first < 0x80 or first >= 0xE0:
            continue
        if 0x90 <= first < 0xA0:
            missing += first & 0x0F
        elif 0xA0 <= first < 0xC0:
            at += first & 0x1F
            text += first & 0x1F
        elif first in _FIXED:
            at += _FIXED[first]
        else:
            width = _BINARY.get(first) or _STRING.get(first) or _ARRAY.get(first)
            if width is None:  # a map or an extension, which are not in the schema
                raise ProtocolError("a message with a part of an unknown kind")
            length = int.from_bytes(body[at : at + width], "big")
            at += width
            if first in _ARRAY:
                missing += length
            else:
                at += length
                text += length if first in _STRING else 0
        if values + missing > max_values or text > MAX_TEXT_BYTES:
            raise ProtocolError(f"a message of more than {max_values:,} values or {MAX_TEXT_BYTES:,} bytes of text")
    if at != size:
        raise ProtocolError("a message of the wrong length")
    return values


def _decode(decoder: msgspec.msgpack.Decoder[M], body: memoryview) -> M:
    try:
        return decoder.decode(body)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError, MemoryError, OverflowError) as error:
        raise ProtocolError(f"a message that does not decode: {type(error).__name__}") from error
