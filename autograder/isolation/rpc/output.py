"""What workers print. Whoever waits for a worker reads it, so that one that prints a lot neither blocks nor fills anything."""

from __future__ import annotations

import os

MAX_BYTES = 64 * 2**10  # of a worker's output that are kept, for staff
_CHUNK = 2**16
_LAST_CHUNKS = 32  # more than the largest pipe holds


class OutputCapture:
    """What one worker printed, its beginning.

    Args:
        pipe: the reading end of its pipe, which is closed here.
    """

    def __init__(self, pipe: int) -> None:
        os.set_blocking(pipe, False)
        self._pipe = pipe  # -1 when closed
        self._kept = bytearray()

    def fileno(self) -> int:
        return self._pipe

    def read(self) -> bool:
        """Take something of what is there; False when there will be no more."""
        return self._take() != 0

    def _take(self) -> int | None:
        """Bytes taken; None where there are none yet."""
        try:
            chunk = os.read(self._pipe, _CHUNK)
        except BlockingIOError:
            return None
        self._kept += chunk[: MAX_BYTES - len(self._kept)]
        return len(chunk)

    def close(self) -> None:
        """Take what a worker that has ended left behind, and stop reading."""
        if self._pipe >= 0:
            for _ in range(_LAST_CHUNKS):
                if not self._take():
                    break
            os.close(self._pipe)
            self._pipe = -1

    def text(self) -> str:
        """What was read."""
        return self._kept.decode("utf-8", "replace")
