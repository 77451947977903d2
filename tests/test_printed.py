"""What workers print is read always and kept in part."""

import os
import threading

from autograder.printed import MOST_BYTES, Reader


def test_a_flood_neither_blocks_nor_is_kept_whole():
    reader = Reader()
    read, write = os.pipe()
    printed = reader.read(read)
    for _ in range(40):  # far more than a pipe holds
        os.write(write, b"x" * 2**16)
    os.close(write)
    assert printed.text() == "x" * MOST_BYTES
    reader.close()


def test_several_workers_are_kept_apart():
    reader = Reader()
    pipes = [os.pipe() for _ in range(5)]
    found = [reader.read(read) for read, _ in pipes]
    for index, (_, write) in enumerate(pipes):
        os.write(write, f"worker {index}\n".encode())
    for _, write in reversed(pipes):
        os.close(write)
    assert [printed.text() for printed in found] == [f"worker {index}\n" for index in range(5)]
    reader.close()


def test_closing_leaves_no_descriptor_and_no_thread():
    before = len(os.listdir("/proc/self/fd")), threading.active_count()
    reader = Reader()
    read, write = os.pipe()
    printed = reader.read(read)  # of a worker that still runs
    os.write(write, b"half a li")
    reader.close()
    os.close(write)
    assert printed.text() in ("half a li", "")
    assert (len(os.listdir("/proc/self/fd")), threading.active_count()) == before
