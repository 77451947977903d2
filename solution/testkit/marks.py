"""Marks of graded tests that gradescope-utils does not have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def limit(
    *,
    cpu_seconds: float | None = None,
    wall_seconds: float | None = None,
    memory_mb: int | None = None,
    threads: int | None = None,
) -> Callable[[F], F]:
    """Set limits of one test, where they differ from its problem's. The grader keeps them; a student's own run does not.

    Args:
        cpu_seconds: computing time of the worker, in seconds.
        wall_seconds: from the worker's start to its last answer, in seconds.
        memory_mb: address space above what importing torch already maps, in MiB.
        threads: of torch, in the worker.

    Returns:
        A decorator of the test's function.
    """
    limits = {"cpu_seconds": cpu_seconds, "wall_seconds": wall_seconds, "memory_mb": memory_mb, "threads": threads}

    def mark(function: F) -> F:
        function.__limits__ = {name: value for name, value in limits.items() if value is not None}  # type: ignore[attr-defined]
        return function

    return mark
