"""Frames on a stream socket: a length, then the body of one message.

A frame's length is a claim of the other side, so memory grows with the bytes that arrive and not with the length.
"""

from __future__ import annotations

import math
import socket
from collections.abc import Callable

from autograder.isolation.rpc import messages


class Frames:
    """Splits a stream into frames, none of them larger than ``cap`` bytes, and all together no larger than ``total``."""

    def __init__(self, cap: int, total: float = math.inf) -> None:
        self._cap, self._total, self._left = cap, total, total
        self.early = bytearray()  # bytes that arrived with the last frame and belong to the next

    def next(self, receive: Callable[[int], bytes]) -> memoryview:
        """Return the body of the next frame.

        Args:
            receive: returns at most the given number of bytes, and none at the end of the stream.

        Raises:
            GoneError: the stream ended.
            ProtocolError: the frame is larger than the cap, or than what is left of the total; nothing of it was kept.
        """
        arrived, self.early = self.early, bytearray()
        self._fill(arrived, messages.HEADER.size, receive)
        (size,) = messages.HEADER.unpack_from(arrived)
        if size > self._cap:
            raise messages.ProtocolError(f"a message of {size} bytes, more than the {self._cap} allowed")
        if size > self._left:
            raise messages.ProtocolError(f"messages of more than {self._total} bytes together")
        self._left -= size
        end = messages.HEADER.size + size
        self._fill(arrived, end, receive)
        self.early = arrived[end:]
        return memoryview(arrived)[messages.HEADER.size : end]

    @staticmethod
    def _fill(arrived: bytearray, count: int, receive: Callable[[int], bytes]) -> None:
        # The buffer grows with what arrives, so that a header alone cannot reserve memory.
        while len(arrived) < count:
            chunk = receive(min(max(count - len(arrived), 2**12), 2**20))
            if not chunk:
                raise messages.GoneError
            arrived += chunk


class Link:
    """The worker's end of a stream socket that carries frames. It waits without a limit.

    Raises (all methods):
        GoneError, ProtocolError
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock, self._frames = sock, Frames(messages.MAX_REQUEST_BYTES)

    def send(self, frame: bytes | bytearray) -> None:
        """Send one frame."""
        try:
            self._sock.sendall(frame)
        except OSError as error:
            raise messages.GoneError from error

    def receive_request(self) -> messages.Request:
        """Wait for the next request and decode it."""
        return messages.decode_request(self._frames.next(self._receive))

    def _receive(self, limit: int) -> bytes:
        try:
            return self._sock.recv(limit)
        except OSError as error:
            raise messages.GoneError from error
