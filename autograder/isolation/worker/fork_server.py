"""The fork server: imports torch once, starts no thread, and forks a worker per test.

It is started with a clean environment and never receives hidden tests, expected values or the secret seed, so none of them is in a
worker's memory.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from pathlib import Path
from typing import NoReturn

from autograder.isolation import scratch
from autograder.isolation.worker import child, protocol, sandbox, zygote


def serve(descriptor: int, owned_folders: list[str]) -> NoReturn:
    """Carry out the commands that come over a socket until it is closed, then end the process.

    Args:
        descriptor: of the command socket.
        owned_folders: folders to remove if the trusted process was killed and cannot.
    """
    was_closed = _CommandLoop(socket.socket(fileno=descriptor)).run()
    if not was_closed:
        for folder in owned_folders:
            scratch.remove(Path(folder))
    os._exit(0)  # nothing needs saving, and Python's own end takes a fifth of a second with torch imported


class _CommandLoop:
    """Carries out commands, and knows which children live."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._children: set[int] = set()
        self._dying: set[int] = set()  # killed, and not collected yet

    def run(self) -> bool:
        """Carry out commands until the connection ends, then end every worker.

        Returns:
            Whether ``Close`` came; otherwise the trusted process was killed.
        """
        try:
            while True:
                try:
                    body, descriptors = protocol.receive(self._sock)
                except (EOFError, OSError):
                    return False
                command = protocol.commands.decode(body)
                if isinstance(command, protocol.Close):
                    return True
                response = self._carry_out(command, descriptors)
                if response is not None:
                    try:
                        protocol.send(self._sock, response)
                    except OSError:
                        return False
        finally:
            for pid in self._children | self._dying:
                finish(pid)

    def _carry_out(self, command: protocol.Command, descriptors: list[int]) -> protocol.Response | None:
        if isinstance(command, protocol.Spawn):
            return self._spawn(command, descriptors)
        if isinstance(command, protocol.Finish):
            self._children.discard(command.pid)
            return finish(command.pid)
        if isinstance(command, protocol.Discard):
            kill(command.pid)
            self._children.discard(command.pid)
            self._dying.add(command.pid)
            return None
        if isinstance(command, protocol.Reap):
            ended = sorted(self._dying)
            for pid in ended:
                finish(pid)
            self._dying.clear()
            return protocol.Reaped(ended)
        assert isinstance(command, protocol.Preload)
        zygote.preload(command.modules)
        return protocol.Preloaded()

    def _spawn(self, command: protocol.Spawn, descriptors: list[int]) -> protocol.Spawned:
        prepared = sandbox.prepare_layers(command)
        pid = _fork()
        if pid == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self._sock.close()
            child.run(command, prepared, *descriptors)
        for number in descriptors if prepared.ruleset is None else [*descriptors, prepared.ruleset]:
            os.close(number)
        if pid != protocol.FORK_FAILED:
            self._children.add(pid)
        ended = [old for old in self._dying if os.waitpid(old, os.WNOHANG)[0] == old]
        self._dying.difference_update(ended)
        return protocol.Spawned(pid, ended)


def _fork() -> int:
    """Fork; return ``FORK_FAILED`` where no process can be started: the threads of a worker may have used them up."""
    try:
        return os.fork()
    except OSError:
        return protocol.FORK_FAILED


def kill(pid: int) -> None:
    """Kill the worker's whole session."""
    for send in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # already gone, or not yet the leader of a group
            send(pid, signal.SIGKILL)


def finish(pid: int) -> protocol.Finished:
    """Kill the worker's whole session, collect it and return what it used."""
    kill(pid)
    _, status, usage = os.wait4(pid, 0)
    return protocol.Finished(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime)
