"""The output of workers. The trusted process reads it while it waits, so that a flood neither blocks a worker nor fills memory."""

from __future__ import annotations

import os

MAX_BYTES = 64 * 2**10  # of a worker's output that are kept, for staff
_CHUNK = 2**16
_LAST_CHUNKS = 32  # more than the largest pipe holds


class OutputCapture:
    """Captures the beginning of what one worker prints.

    Args:
        pipe: the reading end of the worker's pipe, which ``close`` closes.
    """

    def __init__(self, pipe: int) -> None:
        os.set_blocking(pipe, False)
        self._pipe = pipe  # -1 when closed
        self._kept = bytearray()

    def fileno(self) -> int:
        """Return the pipe's descriptor, for ``select``."""
        return self._pipe

    def read(self) -> bool:
        """Read some of the output; return False at its end."""
        return self._read_chunk() != 0

    def _read_chunk(self) -> int | None:
        """Read up to ``_CHUNK`` bytes; return how many, or None where there are none yet."""
        try:
            chunk = os.read(self._pipe, _CHUNK)
        except BlockingIOError:
            return None
        self._kept += chunk[: MAX_BYTES - len(self._kept)]
        return len(chunk)

    def close(self) -> None:
        """Read the rest of the output, of a worker that has ended, and close the pipe."""
        if self._pipe >= 0:
            for _ in range(_LAST_CHUNKS):
                if not self._read_chunk():
                    break
            os.close(self._pipe)
            self._pipe = -1

    def text(self) -> str:
        """Return the output, decoded."""
        return self._kept.decode("utf-8", "replace")
