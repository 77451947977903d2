"""The fork server: imports torch once, starts no thread, and forks a worker per test.

It is started with a clean environment and is never given hidden tests, expected values or the secret seed, so nothing of
them is in a worker's memory.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from pathlib import Path
from typing import NoReturn

from autograder.isolation import folders
from autograder.isolation.worker import confinement, protocol, request_handler, zygote


def main(descriptor: int, belongings: list[str]) -> NoReturn:
    """Serve orders that come over ``descriptor`` until it is closed, then end the process.

    Args:
        belongings: folders to remove where the trusted process was killed and can do it no more.
    """
    sock = socket.socket(fileno=descriptor)
    if _serve(sock):
        for folder in belongings:
            folders.remove(Path(folder))
    os._exit(0)  # there is nothing to save, and taking torch apart takes a fifth of a second


def _serve(sock: socket.socket) -> bool:
    """Do what is ordered; whether the connection ended without a word, because the trusted process was killed."""
    children: set[int] = set()
    dying: set[int] = set()
    try:
        while True:
            try:
                body, descriptors = protocol.receive(sock)
            except (EOFError, OSError):
                return True
            order = protocol.orders.decode(body)
            if isinstance(order, protocol.Close):
                return False
            if isinstance(order, protocol.Spawn):
                prepared = confinement.prepare(order)
                pid = _fork()
                if pid == 0:
                    signal.signal(signal.SIGTERM, signal.SIG_DFL)
                    sock.close()
                    request_handler.run(order, prepared, *descriptors)
                for number in descriptors if prepared.rules is None else [*descriptors, prepared.rules]:
                    os.close(number)
                if pid != protocol.FORK_FAILED:
                    children.add(pid)
                gone = [old for old in dying if os.waitpid(old, os.WNOHANG)[0] == old]
                dying.difference_update(gone)
                protocol.send(sock, protocol.Spawned(pid, gone))
            elif isinstance(order, protocol.Finish):
                children.discard(order.pid)
                protocol.send(sock, finish(order.pid))
            elif isinstance(order, protocol.Discard):
                kill(order.pid)
                children.discard(order.pid)
                dying.add(order.pid)
            elif isinstance(order, protocol.Reap):
                gone = sorted(dying)
                for pid in gone:
                    finish(pid)
                dying.clear()
                protocol.send(sock, protocol.Reaped(gone))
            else:
                zygote.preload(order.modules)
                protocol.send(sock, protocol.Preloaded())
    finally:
        for pid in children | dying:
            finish(pid)


def _fork() -> int:
    """As os.fork, but where there are no more processes to be had it says so: a worker's threads may have used them up."""
    try:
        return os.fork()
    except OSError:
        return protocol.FORK_FAILED


def kill(pid: int) -> None:
    """Kill the worker's whole session."""
    for send in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # gone already, or not yet the leader of a group
            send(pid, signal.SIGKILL)


def finish(pid: int) -> protocol.Finished:
    """Kill the worker's whole session, collect it and say what it used."""
    kill(pid)
    _, status, usage = os.wait4(pid, 0)
    return protocol.Finished(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime)
