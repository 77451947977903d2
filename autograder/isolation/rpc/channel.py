"""The trusted end of a worker's socket: nothing here waits longer than it may, whatever the worker does."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable

from autograder.isolation.rpc import messages
from autograder.isolation.rpc.output import OutputCapture

IDLE_SECONDS = 0.5


class Channel:
    """Sends requests to a worker and receives its replies, and reads meanwhile what it prints.

    Args:
        printed: what the worker prints; None where nobody reads it.

    Raises (all methods):
        GoneError, DeadlineError, ProtocolError
    """

    def __init__(
        self, sock: socket.socket, printed: OutputCapture | None = None, *, cap: int = messages.MAX_REPLY_BYTES
    ) -> None:
        sock.setblocking(False)
        self._sock, self._printed, self._frames = sock, printed, messages.Frames(cap)
        self._idle: Callable[[], None] | None = None
        self._looked = 0.0
        self._deadline = 0.0
        self._waiting = select.poll()
        self._waiting.register(sock, select.POLLIN)
        if printed is not None:
            self._waiting.register(printed, select.POLLIN)
        self.last_bytes = 0  # size of the message received last

    def when_idle(self, function: Callable[[], None]) -> None:
        """Call ``function`` about twice a second, however lively the worker is."""
        self._idle = function

    def pending(self) -> bool:
        """Whether the worker has already sent something."""
        if self._frames.early:
            return True
        try:
            return bool(self._sock.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False
        except OSError as error:
            raise messages.GoneError from error

    def send(self, frame: bytes | bytearray, deadline: float) -> None:
        self._deadline = deadline
        view = memoryview(frame)
        while view:
            self.check_deadline()
            try:
                view = view[self._sock.send(view) :]
            except BlockingIOError:
                self._wait(select.POLLOUT)
            except OSError as error:
                raise messages.GoneError from error

    def receive_reply(self, deadline: float) -> messages.Reply:
        self._deadline = deadline
        body = self._frames.next(self._receive)
        self.last_bytes = len(body)
        return messages.decode_reply(body)

    def _receive(self, most: int) -> bytes:
        while True:
            self._wait(select.POLLIN)
            try:
                return self._sock.recv(most)
            except BlockingIOError:
                continue
            except OSError as error:
                raise messages.GoneError from error

    def _wait(self, for_what: int) -> None:
        """Until the socket can be read or written."""
        number = self._sock.fileno()
        self._waiting.modify(number, for_what)
        while True:
            left = self.check_deadline()
            ready = {found for found, _ in self._waiting.poll(1000 * min(left, IDLE_SECONDS))}
            if self._printed is not None and ready - {number} and not self._printed.read():
                self._waiting.unregister(self._printed)
                self._printed = None
            if number in ready:
                return

    def check_deadline(self) -> float:
        """Seconds left."""
        now = time.monotonic()
        if now >= self._deadline:
            raise messages.DeadlineError
        if self._idle is not None and now >= self._looked + IDLE_SECONDS:
            self._looked = now
            self._idle()
        return self._deadline - now

    def close(self) -> None:
        self._sock.close()
