"""The trusted end of a worker's socket, where every wait has a deadline, whatever the worker does."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable

from autograder.isolation.rpc import messages
from autograder.isolation.rpc.framing import Frames
from autograder.isolation.rpc.output import OutputCapture

WATCH_SECONDS = 0.5


class Channel:
    """Sends requests to a worker, receives its replies, and reads its output in the meantime.

    Args:
        sock: connected to the worker.
        output: captures the worker's output; None where it is not read.
        cap: bytes that a reply may have.
        total: bytes that all replies together may have.

    Raises (all methods):
        GoneError, DeadlineError, ProtocolError
    """

    def __init__(
        self,
        sock: socket.socket,
        output: OutputCapture | None = None,
        *,
        cap: int = messages.MAX_REPLY_BYTES,
        total: int = messages.MAX_TEST_BYTES,
    ) -> None:
        sock.setblocking(False)
        self._sock, self._output, self._frames = sock, output, Frames(cap, total)
        self._values_left = messages.MAX_TEST_VALUES
        self._watch: Callable[[], None] | None = None
        self._last_watch = 0.0
        self._deadline = 0.0
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        if output is not None:
            self._poll.register(output, select.POLLIN)
        self.last_bytes = 0  # size of the message received last

    def watch_with(self, function: Callable[[], None]) -> None:
        """Call ``function`` about twice a second during every wait, however often the worker sends something."""
        self._watch = function

    def pending(self) -> bool:
        """Return whether the worker has already sent something."""
        if self._frames.early:
            return True
        try:
            return bool(self._sock.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return False
        except OSError as error:
            raise messages.GoneError from error

    def send(self, frame: bytes | bytearray, deadline: float) -> None:
        """Send one frame before ``deadline``, on the scale of ``time.monotonic()``."""
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
        """Receive and decode one reply before ``deadline``, on the scale of ``time.monotonic()``."""
        self._deadline = deadline
        body = self._frames.next(self._receive)
        self.last_bytes = len(body)
        self._values_left -= messages.measure(body, min(messages.MAX_VALUES, self._values_left))
        return messages.decode_reply(body)

    def _receive(self, limit: int) -> bytes:
        while True:
            self._wait(select.POLLIN)
            try:
                return self._sock.recv(limit)
            except BlockingIOError:
                continue
            except OSError as error:
                raise messages.GoneError from error

    def _wait(self, event: int) -> None:
        """Wait until the socket can be read (``select.POLLIN``) or written (``select.POLLOUT``)."""
        number = self._sock.fileno()
        self._poll.modify(number, event)
        while True:
            left = self.check_deadline()
            ready = {found for found, _ in self._poll.poll(1000 * min(left, WATCH_SECONDS))}
            if self._output is not None and ready - {number} and not self._output.read():
                self._poll.unregister(self._output)
                self._output = None
            if number in ready:
                return

    def check_deadline(self) -> float:
        """Run the watch function if it is due, and return the seconds left."""
        now = time.monotonic()
        if now >= self._deadline:
            raise messages.DeadlineError
        if self._watch is not None and now >= self._last_watch + WATCH_SECONDS:
            self._last_watch = now
            self._watch()
        return self._deadline - now

    def close(self) -> None:
        """Close the socket."""
        self._sock.close()
