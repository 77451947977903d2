"""What workers print. One thread reads all their pipes, always, so that a worker that prints a lot neither blocks nor fills
anything; a thread for each would cost more than many a worker's work."""

from __future__ import annotations

import os
import queue
import selectors
import threading

MOST_BYTES = 64 * 2**10  # of a worker's output that are kept, for staff


class Printed:
    """What one worker printed, its beginning."""

    def __init__(self) -> None:
        self._kept = bytearray()
        self._whole = threading.Event()

    def text(self) -> str:
        """All of it; to be called once the worker has ended."""
        self._whole.wait(timeout=5)
        return bytes(self._kept).decode("utf-8", "replace")

    def add(self, chunk: bytes) -> None:
        self._kept += chunk[: MOST_BYTES - len(self._kept)]

    def end(self) -> None:
        self._whole.set()


class Reader:
    """Reads pipes until it is closed."""

    def __init__(self) -> None:
        self._new: queue.SimpleQueue[tuple[int, Printed]] = queue.SimpleQueue()
        self._bell, self._rope = os.pipe()  # a byte for each new pipe, and the end when there will be no more
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def read(self, pipe: int) -> Printed:
        """Take over the reading end of a worker's pipe."""
        printed = Printed()
        self._new.put((pipe, printed))
        os.write(self._rope, b"!")
        return printed

    def close(self) -> None:
        """Stop reading, and close what is still open."""
        os.close(self._rope)
        self._thread.join()

    def _run(self) -> None:
        with selectors.DefaultSelector() as pipes:
            pipes.register(self._bell, selectors.EVENT_READ)
            while self._bell in pipes.get_map():
                for key, _ in pipes.select():
                    self._look_at(key, pipes)
            for key in list(pipes.get_map().values()):
                self._drop(key, pipes)

    def _look_at(self, key: selectors.SelectorKey, pipes: selectors.BaseSelector) -> None:
        chunk = os.read(key.fd, 2**16)
        if not chunk:
            self._drop(key, pipes)
        elif key.data is not None:
            key.data.add(chunk)
        else:
            for _ in chunk:
                pipe, printed = self._new.get()
                pipes.register(pipe, selectors.EVENT_READ, printed)

    @staticmethod
    def _drop(key: selectors.SelectorKey, pipes: selectors.BaseSelector) -> None:
        pipes.unregister(key.fd)
        os.close(key.fd)
        if key.data is not None:
            key.data.end()
