"""The fork server: imports torch once, runs no tensor operation, and forks a worker per test.

It is started with a clean environment and is never given hidden tests, expected values or the secret seed, so nothing of
them is in a worker's memory. A parent that had run a multi-threaded torch operation would have children that hang.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import socket
import sys
from pathlib import Path
from typing import NoReturn

from autograder.sandbox import folders
from autograder.worker import orders, pages, restrictions, servant, walls

ALWAYS = ("numpy", "torch", "torch.nn.functional", "torch.utils.data", "torch.optim", "testkit.instruments")
LAZY = ("numpy.random", "torch.random")  # NumPy would import the one in every worker
# A worker behind its walls could not find these any more.
WALLS = ("pyseccomp", "py_landlock")


def main(descriptor: int, tree: str, belongings: list[str]) -> NoReturn:
    """Serve orders that come over ``descriptor`` until it is closed, then end the process.

    Args:
        tree: the pristine tree with testkit.
        belongings: folders to remove where the trusted process was killed and can do it no more.
    """
    sock = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the trusted process, which then closes the socket
    sys.path[:] = [tree, *(path for path in sys.path if path not in ("", "."))]
    own = sorted(path.stem for path in Path(tree, "testkit", "instruments").glob("*.py"))
    preload([*ALWAYS, *LAZY, *WALLS, *(f"testkit.instruments.{name}" for name in own if name != "__init__")])
    sys.path.remove(tree)
    restrictions.explain()
    pages.gather()
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
                body, descriptors = orders.receive(sock)
            except (EOFError, OSError):
                return True
            order = orders.orders.decode(body)
            if isinstance(order, orders.Close):
                return False
            if isinstance(order, orders.Spawn):
                prepared = walls.prepare(order)
                pid = os.fork()
                if pid == 0:
                    signal.signal(signal.SIGTERM, signal.SIG_DFL)
                    sock.close()
                    servant.run(order, prepared, *descriptors)  # does not return
                for number in descriptors if prepared.rules is None else [*descriptors, prepared.rules]:
                    os.close(number)
                children.add(pid)
                gone = [old for old in dying if os.waitpid(old, os.WNOHANG)[0] == old]
                dying.difference_update(gone)
                orders.send(sock, orders.Spawned(pid, gone))
            elif isinstance(order, orders.Finish):
                children.discard(order.pid)
                orders.send(sock, finish(order.pid))
            elif isinstance(order, orders.Discard):
                kill(order.pid)
                children.discard(order.pid)
                dying.add(order.pid)
            elif isinstance(order, orders.Reap):
                gone = sorted(dying)
                for pid in gone:
                    finish(pid)
                dying.clear()
                orders.send(sock, orders.Reaped(gone))
            else:
                orders.send(sock, orders.Preloaded(preload(order.modules)))
    finally:
        for pid in children | dying:
            finish(pid)


def preload(modules: list[str]) -> list[str]:
    """Import ``modules`` here, so that no worker spends its time on it; the names of those that are not installed."""
    missing = []
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception:
            missing.append(name)
    gc.collect()
    gc.freeze()  # workers then share these pages instead of copying them when they collect
    return missing


def kill(pid: int) -> None:
    """Kill the worker's whole session."""
    for send in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # gone already, or not yet the leader of a group
            send(pid, signal.SIGKILL)


def finish(pid: int) -> orders.Finished:
    """Kill the worker's whole session, collect it and say what it used."""
    kill(pid)
    _, status, usage = os.wait4(pid, 0)
    return orders.Finished(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime)
