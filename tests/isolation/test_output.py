"""The output of workers is read while they are waited for, and its beginning is kept."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from autograder.isolation.rpc import messages
from autograder.isolation.rpc.channel import Channel
from autograder.isolation.rpc.output import MAX_BYTES, OutputCapture


@contextlib.contextmanager
def worker() -> Iterator[tuple[Channel, OutputCapture, socket.socket, int]]:
    """The trusted end of a worker, and the ends that the worker itself would have."""
    ours, theirs = socket.socketpair()
    read, write = os.pipe()
    output = OutputCapture(read)
    channel = Channel(ours, output)
    yield channel, output, theirs, write
    channel.close()
    output.close()
    theirs.close()


def soon(seconds: float = 100.0) -> float:
    return time.monotonic() + seconds


def flood(write: int) -> None:
    for _ in range(40):  # far more than a pipe holds
        os.write(write, b"x" * 2**16)
    os.close(write)


def test_flood_is_read_and_cut() -> None:
    with worker() as (channel, output, theirs, write):

        def answer() -> None:
            flood(write)
            theirs.sendall(messages.encode(messages.Returned(1, 7)))

        thread = threading.Thread(target=answer)
        thread.start()
        assert channel.receive_reply(soon()) == messages.Returned(1, 7)
        thread.join()
        output.close()
        assert output.text() == "x" * MAX_BYTES


def test_flood_does_not_block_sending() -> None:
    request = bytes(8 * 2**20)
    with worker() as (channel, _, theirs, write):
        received: list[int] = []

        def read() -> None:
            flood(write)
            while sum(received) < len(request):
                received.append(len(theirs.recv(2**20)))

        thread = threading.Thread(target=read)
        thread.start()
        channel.send(request, soon())
        thread.join()
    assert sum(received) == len(request)


def test_endless_output_meets_deadline() -> None:
    with worker() as (channel, _, _, write):
        stop = threading.Event()

        def go_on() -> None:
            while not stop.is_set():
                os.write(write, b"x" * 2**12)

        thread = threading.Thread(target=go_on)
        thread.start()
        with pytest.raises(messages.DeadlineError):
            channel.receive_reply(soon(0.3))
        stop.set()
        os.set_blocking(write, False)
        channel._output.read()  # type: ignore[union-attr]
        thread.join()
        os.close(write)


def test_last_output_is_kept() -> None:
    with worker() as (_, output, _, write):
        os.write(write, "Grüße".encode())
        os.close(write)
        output.close()
        assert output.text() == "Grüße"


def test_closing_frees_descriptor_at_once() -> None:
    before = len(os.listdir("/proc/self/fd"))
    read, write = os.pipe()
    output = OutputCapture(read)
    os.write(write, b"half a li")  # of a worker that still runs
    output.close()
    output.close()
    os.close(write)
    assert output.text() == "half a li"
    assert len(os.listdir("/proc/self/fd")) == before
