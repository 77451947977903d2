"""Marks of our own, beside those of gradescope-utils."""

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
    """Limits of one test, where they differ from its problem's. The grader keeps them; a student's own run does not."""
    given = {"cpu_seconds": cpu_seconds, "wall_seconds": wall_seconds, "memory_mb": memory_mb, "threads": threads}

    def mark(function: F) -> F:
        function.__limits__ = {name: value for name, value in given.items() if value is not None}  # type: ignore[attr-defined]
        return function

    return mark
