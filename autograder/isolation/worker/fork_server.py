"""The fork server: imports torch once, starts no thread, and forks a worker per test.

It is started with a clean environment and never receives hidden tests, expected values or the secret seed, so none of them is in a
worker's memory.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
from pathlib import Path
from typing import NoReturn

from autograder.isolation import scratch
from autograder.isolation.worker import child, protocol, sandbox, zygote
from autograder.isolation.worker.disk_budget import DiskBudgets


def serve(descriptor: int, owned_folders: list[str]) -> NoReturn:
    """Carry out the commands that come over a socket until it is closed, then end the process.

    Args:
        descriptor: of the command socket.
        owned_folders: folders to remove at the end: the trusted process may be killed before it does, also after ``Close``.
    """
    _CommandLoop(socket.socket(fileno=descriptor)).run()
    for folder in owned_folders:
        scratch.remove(Path(folder))
    os._exit(0)  # nothing needs saving, and Python's own end takes a fifth of a second with torch imported


class _CommandLoop:
    """Carries out commands, and knows which children live."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._children: set[int] = set()
        self._dying: set[int] = set()  # killed, and not collected yet
        self._full_disk: set[int] = set()  # killed because they wrote too much
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        self._budgets = DiskBudgets(self._poll)

    def run(self) -> None:
        """Carry out commands until ``Close`` comes or the connection ends, then end every worker."""
        try:
            while True:
                self._count_writes()
                try:
                    body, descriptors = protocol.receive(self._sock)
                except (EOFError, OSError):
                    return
                command = protocol.commands.decode(body)
                if isinstance(command, protocol.Close):
                    return
                response = self._carry_out(command, descriptors)
                if response is not None:
                    try:
                        protocol.send(self._sock, response)
                    except OSError:
                        return
        finally:
            for pid in self._children | self._dying:
                self._finish(pid)

    def _count_writes(self) -> None:
        """Count what the workers write until a command has come."""
        while True:
            events = dict(self._poll.poll())
            for descriptor, event in events.items():
                pid = self._budgets.handle(descriptor, event)
                if pid is not None:
                    self._full_disk.add(pid)
                    self._kill(pid)
            if self._sock.fileno() in events:
                return

    def _carry_out(self, command: protocol.Command, descriptors: list[int]) -> protocol.Response | None:
        if isinstance(command, protocol.Spawn):
            return self._spawn(command, descriptors)
        if isinstance(command, protocol.Finish):
            self._children.discard(command.pid)
            return self._finish(command.pid)
        if isinstance(command, protocol.Discard):
            self._kill(command.pid)
            self._children.discard(command.pid)
            self._dying.add(command.pid)
            return None
        if isinstance(command, protocol.Reap):
            ended = sorted(self._dying)
            for pid in ended:
                self._finish(pid)
            self._dying.clear()
            return protocol.Reaped(ended)
        assert isinstance(command, protocol.Preload)
        zygote.preload(command.modules)
        return protocol.Preloaded()

    def _spawn(self, command: protocol.Spawn, descriptors: list[int]) -> protocol.Spawned:
        prepared = sandbox.prepare_layers(command)
        ours, theirs = socket.socketpair()
        pid = _fork()
        if pid == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self._sock.close()
            channel, output = descriptors
            child.run(command, prepared, channel, output, theirs.fileno())
        for number in descriptors if prepared.ruleset is None else [*descriptors, prepared.ruleset]:
            os.close(number)
        theirs.close()
        if pid == protocol.FORK_FAILED:
            ours.close()
        else:
            self._children.add(pid)
            limits = command.limits
            self._budgets.expect(pid, ours, total=limits.written_mb * 2**20, largest_file=limits.disk_mb * 2**20)
        ended = [old for old in self._dying if os.waitpid(old, os.WNOHANG)[0] == old]
        self._dying.difference_update(ended)
        self._full_disk.difference_update(ended)
        return protocol.Spawned(pid, ended)

    def _kill(self, pid: int) -> None:
        kill(pid)
        self._budgets.forget(pid)

    def _finish(self, pid: int) -> protocol.Finished:
        """Kill the worker's whole session, collect it and return what it used."""
        self._kill(pid)
        _, status, usage = os.wait4(pid, 0)
        full_disk = pid in self._full_disk
        self._full_disk.discard(pid)
        return protocol.Finished(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, full_disk)


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
