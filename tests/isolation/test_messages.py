"""The wire: what is sent comes back, and anything else is a ProtocolError, in bounded time and memory."""

from __future__ import annotations

import contextlib
import itertools
import math
import socket
import struct
import threading
import time
import types
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.isolation.rpc import channel as channel_module
from autograder.isolation.rpc import messages
from autograder.isolation.rpc.channel import WATCH_SECONDS, Channel

plain = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text(max_size=8)
leaves = (
    plain
    | st.builds(messages.Blob, st.binary(max_size=8))
    | st.builds(messages.Ref, st.integers(0, 5), st.text(max_size=8))
    | st.builds(
        messages.Tensor,
        st.text(max_size=8),
        st.lists(st.integers(0, 9), max_size=3),
        st.binary(max_size=9).map(bytearray),
        st.booleans(),
    )
    | st.builds(messages.Dtype, st.text(max_size=8))
)
value = st.recursive(
    leaves,
    lambda inner: (
        st.builds(messages.List, st.lists(inner, max_size=4))
        | st.builds(messages.Tuple, st.lists(inner, max_size=4))
        | st.builds(messages.Dict, st.lists(inner, max_size=3), st.lists(inner, max_size=3))
    ),
    max_leaves=12,
)
reply = (
    st.builds(messages.Returned, st.integers(0, 9), value)
    | st.builds(
        messages.Raised, st.integers(0, 9), st.lists(st.text(max_size=9), max_size=3), st.text(max_size=40), st.just([])
    )
    | st.builds(
        messages.Ask,
        st.integers(0, 9),
        st.integers(0, 9),
        st.integers(0, 9),
        st.lists(value, max_size=2),
        st.just([]),
        st.just([]),
    )
)


@contextlib.contextmanager
def pair(cap: int = 2**20, total: int = 2**30) -> Iterator[tuple[Channel, socket.socket]]:
    """A channel, and the bare socket at its other end."""
    ours, theirs = socket.socketpair()
    with theirs:
        channel = Channel(ours, cap=cap, total=total)
        try:
            yield channel, theirs
        finally:
            channel.close()


def soon(seconds: float = 100.0) -> float:
    return time.monotonic() + seconds


def framed(body: bytes) -> bytes:
    return struct.pack("<Q", len(body)) + body


@given(reply)
def test_reply_comes_back_unchanged(message: msgspec.Struct) -> None:
    with pair() as (channel, other):
        other.sendall(messages.encode(message))
        assert channel.receive_reply(soon()) == message


@given(reply)
def test_measuring_sees_every_value(message: msgspec.Struct) -> None:
    body = messages.encode(message)[8:]
    messages.measure(body)
    for broken in (body[:-1], body + b"\xc0"):
        with pytest.raises(messages.ProtocolError):
            messages.measure(broken)


@given(st.binary(max_size=200))
def test_noise_violates_protocol(body: bytes) -> None:
    with pair() as (channel, other):
        other.sendall(framed(body))
        with contextlib.suppress(messages.ProtocolError):
            assert isinstance(channel.receive_reply(soon()), (messages.Returned, messages.Raised, messages.Ask))


@settings(max_examples=300)
@given(reply, st.data())
def test_changed_bytes_decode_or_violate_protocol(message: msgspec.Struct, data: st.DataObject) -> None:
    body = bytearray(messages.encode(message)[8:])
    for _ in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with pair() as (channel, other):
        other.sendall(framed(bytes(body)))
        with contextlib.suppress(messages.ProtocolError):
            assert isinstance(channel.receive_reply(soon()), (messages.Returned, messages.Raised, messages.Ask))


@pytest.mark.parametrize("size", [2**20 + 1, 2**32, 2**63, 2**64 - 1])
def test_large_header_is_rejected(size: int) -> None:
    with pair() as (channel, other):
        other.sendall(struct.pack("<Q", size))
        with pytest.raises(messages.ProtocolError, match="more than"):
            channel.receive_reply(soon())


def test_slow_reply_meets_deadline() -> None:
    with pair() as (channel, other):
        stop = threading.Event()

        def drip() -> None:
            other.sendall(struct.pack("<Q", 10**6))
            with contextlib.suppress(OSError):
                while not stop.wait(0.005):
                    other.sendall(b"\xc0")

        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(messages.DeadlineError):  # without a deadline the reply would take more than an hour
            channel.receive_reply(soon(0.3))
        stop.set()
        thread.join()


def test_sending_meets_deadline() -> None:
    with pair() as (channel, _), pytest.raises(messages.DeadlineError):
        channel.send(bytes(8 * 2**20), soon(0.3))


def test_joined_messages_are_split() -> None:
    with pair() as (channel, other):
        assert not channel.pending()
        other.sendall(messages.encode(messages.Returned(1, 2)) + messages.encode(messages.Returned(2, "x")))
        assert channel.pending()
        assert channel.receive_reply(soon()) == messages.Returned(1, 2)
        assert channel.pending()
        assert channel.receive_reply(soon()) == messages.Returned(2, "x")
        assert not channel.pending()


def test_watch_runs_during_busy_exchange(monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch function runs twice a second also where the worker always has something to send."""
    clock = itertools.count(1.0, WATCH_SECONDS / 10)
    monkeypatch.setattr(channel_module, "time", types.SimpleNamespace(monotonic=lambda: next(clock)))
    with pair() as (channel, other):
        calls: list[float] = []
        channel.watch_with(lambda: calls.append(next(clock)))
        frame = messages.encode(messages.Returned(1, None))
        for _ in range(100):
            other.sendall(frame)
            channel.receive_reply(math.inf)
        assert len(calls) >= 100 / 12  # a look at the clock is a tenth of the interval, a call one more


class ReadCounter(bytes):
    """Counts how many of its bytes are read one by one."""

    reads = 0

    def __getitem__(self, key: Any) -> Any:
        self.reads += isinstance(key, int)
        return super().__getitem__(key)


@pytest.mark.parametrize(
    ("item", "count"),
    [
        (b"\x92\xa1l\x90", 400_000),
        (b"\xc0", 10**6),
        (b"\xcd\x03\xe8", 10**6),
        (b"\xa0", 10**6),
        (b"\x92\xa1R\x01", 300_000),
    ],
)
def test_many_tiny_values_are_rejected_unread(item: bytes, count: int) -> None:
    body = ReadCounter(b"\x93\xa8returned\x03\x92\xa1l\xdd" + struct.pack(">I", count) + item * count)
    with pytest.raises(messages.ProtocolError, match="values"):
        messages.measure(body)
    assert body.reads <= messages.MAX_VALUES


def test_four_billion_values_are_rejected() -> None:
    with pytest.raises(messages.ProtocolError):
        messages.measure(b"\x93\xa8returned\x03\x92\xa1l\xdd\xff\xff\xff\xff")


def test_text_is_capped_data_not() -> None:
    many = messages.MAX_TEXT_BYTES + 1
    with pytest.raises(messages.ProtocolError, match="text"):
        messages.measure(msgspec.msgpack.encode(messages.Returned(1, "x" * many)))
    messages.measure(msgspec.msgpack.encode(messages.Returned(1, messages.Blob(bytes(many)))))


def test_maps_and_extensions_are_rejected() -> None:
    for body in (b"\x81\xc0\xc0", b"\xc7\x01\x01x", b"\xd4\x01x", b"\xde\x00\x00", b"\xc1"):
        with pytest.raises(messages.ProtocolError, match="unknown kind"):
            messages.measure(body)


def test_deep_nesting_violates_protocol() -> None:
    with pair(cap=2**24) as (channel, other):
        body = b"\x93\xa8returned\x03" + b"\x92\xa1l\x91" * 10**5 + b"\xc0"
        threading.Thread(target=other.sendall, args=(framed(body),)).start()
        with pytest.raises(messages.ProtocolError):
            channel.receive_reply(soon())


@pytest.mark.parametrize(
    "message",
    [
        ["raised", 1, ["T" * 81], "", []],
        ["raised", 1, ["T"] * 17, "", []],
        ["raised", 1, [], "x" * 2001, []],
        ["raised", 1, [], "", [["F", "f", 1, "g"]] * 17],
        ["raised", 1, [], "", [["F", "f" * 1001, 1, "g"]]],
        ["raised", 1, [], "", [], "p" * 81],
        ["raised", 1, [], "", [["F", "f", math.pi, "g"]]],
    ],
)
def test_fields_of_exception_are_capped(message: list[object]) -> None:
    with pair() as (channel, other):
        other.sendall(framed(msgspec.msgpack.encode(message)))
        with pytest.raises(messages.ProtocolError):
            channel.receive_reply(soon())


def test_pending_sees_unrequested_bytes() -> None:
    with pair() as (channel, other):
        assert not channel.pending()
        other.sendall(b"x")
        assert channel.pending()
        other.close()
        with pytest.raises((messages.GoneError, messages.ProtocolError)):
            channel.receive_reply(soon())


def test_total_bytes_are_bounded() -> None:
    """A reply that would exceed what a test may receive is refused by its header, before any of it is kept."""
    whole = messages.encode(messages.Returned(1, messages.Blob(bytes(600))))
    with pair(total=1300) as (channel, other):
        for _ in range(2):
            other.sendall(whole)
            channel.receive_reply(soon())
        other.sendall(whole[:8])
        with pytest.raises(messages.ProtocolError, match="together"):
            channel.receive_reply(soon())


def test_total_values_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """So is a reply with more values than are left of those that a test may receive."""
    monkeypatch.setattr(messages, "MAX_TEST_VALUES", 250)
    whole = messages.encode(messages.Returned(1, messages.List([1] * 100)))
    with pair() as (channel, other):
        for _ in range(2):
            other.sendall(whole)
            channel.receive_reply(soon())
        other.sendall(whole)
        with pytest.raises(messages.ProtocolError, match="values"):
            channel.receive_reply(soon())
