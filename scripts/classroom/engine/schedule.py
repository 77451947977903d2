"""Which submissions are graded together, and in which order; and what happens to those that a failing process left."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping

MAX_BATCH = 25  # submissions
MIN_BATCH = 4  # where there are enough; starting a grader costs about as much as grading one or two
BATCHES_PER_JOB = 3  # so that no job waits long for the last one


class Schedule:
    """Batches of submissions that wait to be graded.

    Args:
        submissions: digests of what to grade.
        seconds: that some took before; the longest go first.
        jobs: how many batches are graded at once.
    """

    def __init__(self, submissions: Iterable[str], seconds: Mapping[str, float], jobs: int) -> None:
        order = sorted(submissions, key=lambda one: -seconds.get(one, math.inf))  # an unknown one may be long
        even = min(jobs * BATCHES_PER_JOB, len(order) // MIN_BATCH)
        count = max(jobs, even, math.ceil(len(order) / MAX_BATCH))
        self._waiting = deque(batch for start in range(count) if (batch := order[start::count]))
        self._alone: deque[list[str]] = deque()

    def __bool__(self) -> bool:
        return bool(self._waiting or self._alone)

    def take(self) -> list[str] | None:
        """Return the next batch; None where nothing waits."""
        if self._waiting:
            return self._waiting.popleft()
        return self._alone.popleft() if self._alone else None

    def put_back(self, submissions: Iterable[str], *, alone: bool) -> None:
        """Let submissions wait once more.

        Args:
            submissions: that were not graded.
            alone: each by itself, because one of them may be what the process failed at.
        """
        if alone:
            self._alone.extend([one] for one in submissions)
        elif batch := list(submissions):
            self._waiting.append(batch)
