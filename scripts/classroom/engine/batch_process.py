"""A batch in a process of its own: start it, read its answers, and end it with everything it started."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import msgspec

from autograder.model.manifest import Device
from scripts.classroom.engine.worker import SECONDS_TO_CLOSE, Batch, Event
from scripts.coursespec.course import ROOT

SECONDS_TO_START = 300.0  # importing torch and starting the fork server, on a busy machine with a cold disk
MAX_LOG = 8_000  # characters of what a process printed that staff see


class BatchProcess:
    """A worker process with its batch. Use as a context manager; leaving it ends the process and all it started.

    Args:
        batch: what to grade.
        patience: seconds without an answer after which the process counts as hung.
    """

    def __init__(self, batch: Batch, patience: float) -> None:
        self._patience = patience
        self._log = tempfile.TemporaryFile()  # noqa: SIM115  # end() closes it
        self._process = subprocess.Popen(
            [sys.executable, "-m", "scripts.classroom.engine.worker"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, cwd=ROOT,
            start_new_session=True,  # so that Ctrl-C reaches the driver alone, and one signal ends the whole of it
        )  # fmt: skip
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it ended at once; its log says why
            self._process.stdin.write(msgspec.json.encode(batch) + b"\n")
            self._process.stdin.flush()
        self._lines: queue.Queue[bytes | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def __enter__(self) -> BatchProcess:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def events(self) -> Iterator[Event]:
        """Give the answers as they come, until the process ends or counts as hung."""
        patience = SECONDS_TO_START
        while True:
            try:
                line = self._lines.get(timeout=patience)
            except queue.Empty:
                self._kill()
                self._note(f"No answer came for {patience:.0f} seconds, so the process was ended.\n")
                return
            if line is None:
                code = self._process.wait()
                if code:
                    self._note(f"The process ended with {describe_exit(code)}.\n")
                return
            patience = self._patience
            try:
                yield msgspec.json.decode(line, type=Event)
            except msgspec.MsgspecError:  # it was killed within the line
                continue

    def log(self) -> str:
        """Return the end of what the process printed, and how it ended."""
        self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, self._log.tell() - MAX_LOG))
        return self._log.read().decode("utf-8", "replace").strip()

    def interrupt(self) -> None:
        """Make the process end soon: nobody waits for its answers any more."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def end(self) -> None:
        """End the process; one that still grades gets the time to remove what it wrote."""
        if self._process.poll() is None:
            self.interrupt()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=SECONDS_TO_CLOSE + 5)
        self._kill()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._log.close()

    def _read(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError):
            for line in self._process.stdout:
                self._lines.put(line)
        self._lines.put(None)

    def _note(self, sentence: str) -> None:
        self._log.seek(0, os.SEEK_END)
        self._log.write(sentence.encode())

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def describe_exit(code: int) -> str:
    """Return how a process ended, as staff read it."""
    if code == -signal.SIGKILL:
        return "signal SIGKILL; where memory is short, the system ends the largest process so: use fewer JOBS"
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def make_batch(build: Path, device: Device, submissions: list[Path]) -> Batch:
    """Return a batch with absolute paths, which hold in any folder."""
    return Batch(str(build.resolve()), device, [str(path.resolve()) for path in submissions])
