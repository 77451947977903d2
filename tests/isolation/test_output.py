"""What workers print is read by whoever waits for them, and kept in part."""

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
    printed = OutputCapture(read)
    channel = Channel(ours, printed)
    yield channel, printed, theirs, write
    channel.close()
    printed.close()
    theirs.close()


def soon(seconds: float = 10.0) -> float:
    return time.monotonic() + seconds


def flood(write: int) -> None:
    for _ in range(40):  # far more than a pipe holds
        os.write(write, b"x" * 2**16)
    os.close(write)


def test_a_flood_before_an_answer_neither_blocks_nor_is_kept_whole() -> None:
    with worker() as (channel, printed, theirs, write):

        def answer() -> None:
            flood(write)
            theirs.sendall(messages.encode(messages.Returned(1, 7)))

        thread = threading.Thread(target=answer)
        thread.start()
        assert channel.receive_reply(soon()) == messages.Returned(1, 7)
        thread.join()
        printed.close()
        assert printed.text() == "x" * MAX_BYTES


def test_a_worker_that_prints_before_it_reads_is_sent_to_all_the_same() -> None:
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


def test_printing_without_end_does_not_move_the_deadline() -> None:
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
        channel._printed.read()  # type: ignore[union-attr]
        thread.join()
        os.close(write)


def test_what_was_printed_last_is_there_after_the_end() -> None:
    with worker() as (_, printed, _, write):
        os.write(write, "Grüße".encode())
        os.close(write)
        printed.close()
        assert printed.text() == "Grüße"


def test_closing_leaves_no_descriptor_and_waits_for_nobody() -> None:
    before = len(os.listdir("/proc/self/fd"))
    read, write = os.pipe()
    printed = OutputCapture(read)
    os.write(write, b"half a li")  # of a worker that still runs
    printed.close()
    printed.close()
    os.close(write)
    assert printed.text() == "half a li"
    assert len(os.listdir("/proc/self/fd")) == before
