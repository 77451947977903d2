"""The trusted side's handle of one worker, and the specification by which a worker is forked."""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from autograder.isolation.rpc import messages
from autograder.isolation.rpc.channel import Channel
from autograder.isolation.rpc.output import OutputCapture
from autograder.isolation.scratch import measure_disk_usage
from autograder.model.manifest import Limits

GPU_MEMORY_MB = 4096  # resident memory that torch and a CUDA context may take before a test's own begins to count


class WorkerSpec(NamedTuple):
    """What a worker is forked for: student code in ``tree``; it imports ``module`` before the first request."""

    tree: Path
    limits: Limits
    seed: int
    module: str = ""


class Worker:
    """A forked worker: its channel, its scratch folder, and its output.

    Args:
        pid: of the worker.
        channel: to the worker.
        scratch: the only folder that the worker can write.
        output: captures what the worker prints.
        limits: of the test.
        uid: the worker's own user id; None where it has the grader's.
        measures_disk: whether its files are measured, where the fork server cannot count what it writes.
        watch_others: checks the limits of other workers; called about twice a second while this one is waited for.
    """

    def __init__(
        self,
        pid: int,
        channel: Channel,
        scratch: Path,
        output: OutputCapture,
        limits: Limits,
        uid: int | None = None,
        measures_disk: bool = False,
        watch_others: Callable[[], None] | None = None,
    ) -> None:
        self.pid, self.channel, self.scratch, self.output, self.limits, self.uid = (
            pid,
            channel,
            scratch,
            output,
            limits,
            uid,
        )
        self.full_disk = self.full_memory = False
        self._measures_disk = measures_disk
        self._watch_others = watch_others
        channel.watch_with(self._watch)

    def _watch(self) -> None:
        if self._watch_others is not None:
            self._watch_others()
        if self.exceeds_limits():
            raise messages.GoneError

    def exceeds_limits(self) -> bool:
        """Return whether the worker passed a limit that the kernel does not keep.

        These are the total size of its files, and its memory where CUDA forbids a limit on address space.
        """
        if self._measure_resident_bytes() > (self.limits.memory_mb + GPU_MEMORY_MB) * 2**20:
            self.full_memory = True
        disk_limit = self.limits.written_mb * 2**20
        if self._measures_disk and measure_disk_usage(self.scratch, disk_limit) > disk_limit:
            self.full_disk = True
        return self.full_memory or self.full_disk

    def _measure_resident_bytes(self) -> int:
        """Return the worker's resident memory in bytes, 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * resource.getpagesize()
