"""Run a command and measure it: wall time, CPU time, and the memory of all its processes together."""

from __future__ import annotations

import math
import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psutil


class Cost(NamedTuple):
    """Seconds on the clock, and seconds of CPU of the command and everything that it waited for."""

    wall: float
    cpu: float


def run_measured(command: Sequence[object], *, cwd: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command and return what it cost.

    Args:
        command: program and arguments.
        cwd: where it runs.
        environment: variables to add to this process's.

    Raises:
        RuntimeError: it failed, with the end of what it printed.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env={**os.environ, **(environment or {})}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise RuntimeError(
            f"{' '.join(map(str, command[:4]))} ... ended with {done.returncode}:\n{done.stdout[-1500:]}"
        )
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def median_cost(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(median(cost.wall for cost in costs), median(cost.cpu for cost in costs))


def measure_peak_memory(command: Sequence[object], *, cwd: Path) -> tuple[float, int]:
    """Run a command and measure the most memory that it and its descendants had together.

    Returns:
        PSS in MiB (shared pages count once), and the number of processes then. The memory is NaN where a process cannot be
        inspected: only root can inspect the grader.
    """
    process = subprocess.Popen(
        [str(part) for part in command], cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    most, count = 0.0, 0
    root = psutil.Process(process.pid)
    while process.poll() is None:
        total, seen = 0.0, 0
        try:
            family = [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            break
        for member in family:
            try:
                total += member.memory_full_info().pss
                seen += 1
            except psutil.NoSuchProcess:
                continue
            except (psutil.AccessDenied, AttributeError):  # only Linux knows the PSS
                total = math.nan
        if math.isnan(total) or total > most:
            most, count = float(total), seen
        time.sleep(0.02)
    process.wait()
    return most / 2**20, count
