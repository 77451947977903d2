"""What workers may write: the fork server counts every call that takes room on a disk before it happens.

Nothing is given back for what is removed or overwritten, so no file has to be found again or measured.
"""

from __future__ import annotations

import functools
import os
import select
import socket

from autograder.isolation.layers import notifications, seccomp

BLOCK = 4096  # a call that writes may touch one more block than its bytes fill; an entry takes an inode and a name


class _Budget:
    """What one worker may still write, and the largest file that it can make, both in bytes."""

    def __init__(self, pid: int, left: int, largest_file: int) -> None:
        self.pid, self.left, self.largest_file = pid, left, largest_file


class DiskBudgets:
    """The budgets of the workers that live.

    Args:
        poll: tells when ``handle`` has something to do.
    """

    def __init__(self, poll: select.poll) -> None:
        self._poll = poll
        self._arriving: dict[int, tuple[socket.socket, _Budget]] = {}
        self._listeners: dict[int, _Budget] = {}

    def expect(self, pid: int, sock: socket.socket, *, total: int, largest_file: int) -> None:
        """Begin a budget.

        Args:
            pid: of the worker.
            sock: over which the worker sends its listener, or nothing if it cannot write; closed here.
            total: bytes that the worker may write.
            largest_file: bytes that a file can have.
        """
        self._arriving[sock.fileno()] = sock, _Budget(pid, total, largest_file)
        self._poll.register(sock, select.POLLIN)

    def handle(self, descriptor: int, event: int) -> int | None:
        """Do what is to be done at a descriptor that ``poll`` named.

        Returns:
            The pid of a worker that has used up its budget; its call waits until it is killed.
        """
        if descriptor in self._arriving:
            sock, budget = self._arriving.pop(descriptor)
            self._poll.unregister(descriptor)
            with sock:
                _, listeners, _, _ = socket.recv_fds(sock, 1, 1)
            for listener in listeners:
                notifications.speed_up(listener)
                self._listeners[listener] = budget
                self._poll.register(listener, select.POLLIN)
        elif descriptor in self._listeners:
            if event & select.POLLIN:
                return self._count(descriptor, self._listeners[descriptor])
            self._drop(descriptor)  # the worker has ended
        return None

    def _count(self, listener: int, budget: _Budget) -> int | None:
        call = notifications.receive(listener)
        if call is None:
            return None
        budget.left -= _cost(call, budget.largest_file)
        if budget.left >= 0:
            notifications.allow(listener, call)
            return None
        return budget.pid

    def forget(self, pid: int) -> None:
        """End the budget of a worker that was killed."""
        for descriptor in [number for number, (_, budget) in self._arriving.items() if budget.pid == pid]:
            self._poll.unregister(descriptor)
            self._arriving.pop(descriptor)[0].close()
        for listener in [number for number, budget in self._listeners.items() if budget.pid == pid]:
            self._drop(listener)

    def _drop(self, listener: int) -> None:
        del self._listeners[listener]
        self._poll.unregister(listener)
        os.close(listener)


@functools.cache
def _find_writing_numbers() -> frozenset[int]:
    return frozenset(map(seccomp.find_number, seccomp.COUNTED_WRITES))


def _cost(call: notifications.Call, largest_file: int) -> int:
    """Return how many bytes on the disk a call can take."""
    if call.number in _find_writing_numbers():
        return min(call.arguments[2], largest_file) + BLOCK
    return BLOCK
