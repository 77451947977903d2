"""Resource limits that the kernel keeps for a worker: CPU time, memory, file size, descriptors, tasks."""

from __future__ import annotations

import contextlib
import resource

MAX_QUEUED_SIGNALS = 64  # those of all processes of a user count, so in the user tier they would be taken from others


def apply_limits(*, cpu_seconds: float, memory_mb: int | None, disk_mb: int, files: int, tasks: int | None) -> None:
    """Set the resource limits of this process, so that it cannot raise them again.

    Args:
        cpu_seconds: CPU time, rounded up to whole seconds; SIGXCPU comes then, SIGKILL one second later.
        memory_mb: address space in MB above what is mapped now; None for no limit.
        disk_mb: size of one file in MB.
        files: open descriptors.
        tasks: processes and threads of this process's user; None for no limit.
    """
    seconds = max(1, round(cpu_seconds + 0.499))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (disk_mb * 2**20,) * 2)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    resource.setrlimit(resource.RLIMIT_STACK, (8 * 2**20, 8 * 2**20))
    if hasattr(resource, "RLIMIT_MEMLOCK"):
        resource.setrlimit(resource.RLIMIT_MEMLOCK, (0, 0))
    if tasks is not None and hasattr(resource, "RLIMIT_NPROC"):
        resource.setrlimit(resource.RLIMIT_NPROC, (tasks, tasks))
    for name in ("RLIMIT_MSGQUEUE", "RLIMIT_RTPRIO", "RLIMIT_NICE"):
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (0, 0))
    if hasattr(resource, "RLIMIT_SIGPENDING"):
        resource.setrlimit(resource.RLIMIT_SIGPENDING, (MAX_QUEUED_SIGNALS, MAX_QUEUED_SIGNALS))
    if memory_mb is not None:
        bound = _read_mapped_bytes() + memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (bound, bound))


def _read_mapped_bytes() -> int:
    """Return the address space of this process in bytes.

    Where the system does not tell (macOS) the result is a terabyte, so that the limit above it limits nothing.
    """
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 2**40


def prefer_oom_kill() -> None:
    """Make the kernel end this process first, and not the grader, when memory runs out."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "wb", buffering=0) as file:
        file.write(b"1000")
