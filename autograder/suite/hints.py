"""Names the misconception: runs a failed test on the problem's known mistakes and sees which gives the student's very answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import torch

from autograder.model.manifest import Mistake, Test
from autograder.suite.session import Handle, Recorded, Session, StudentError
from testkit.check import CheckFailure

Run = Callable[[Session], None]
"""Runs a test's function on a session."""

Trace = tuple[str, list[Recorded]]
"""How a test ended, in words, and what the calls in it gave."""


def trace_of(error: BaseException | None, session: Session) -> Trace:
    """The trace of a test that has just ended with ``error``."""
    if error is None:
        return "passed", session.record
    if isinstance(error, CheckFailure):
        return f"check: {error.words}", session.record
    if isinstance(error, StudentError):
        return f"raised: {error}", session.record
    return f"ended: {type(error).__name__}", session.record


def run(function: Run, session: Session) -> Trace:
    """Run a test on ``session`` and give its trace."""
    ended: BaseException | None = None
    try:
        function(session)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        ended = error
    finally:
        session.close()
    return trace_of(ended, session)


def same_trace(one: Trace, other: Trace) -> bool:
    """Whether two traces end alike after the same answers, to within a few units in the last places."""
    if one[0] != other[0] or one[0] == "passed" or one[0].startswith("ended"):
        return False
    return len(one[1]) == len(other[1]) and all(_same(a, b) for a, b in zip(one[1], other[1], strict=True))


def _same(one: object, other: object) -> bool:
    if isinstance(one, Handle) and isinstance(other, Handle):
        return True
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return one.shape == other.shape and one.dtype == other.dtype and _close(one.detach(), other.detach())
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return (
            one.shape == other.shape
            and one.dtype == other.dtype
            and _close(torch.from_numpy(one), torch.from_numpy(other))
        )
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(_same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, (float, np.floating)) and isinstance(other, (float, np.floating)):
        return bool(np.isclose(one, other, rtol=1e-4, atol=1e-7, equal_nan=True))
    return type(one) is type(other) and bool(one == other)


def _close(one: torch.Tensor, other: torch.Tensor) -> bool:
    if not one.dtype.is_floating_point:
        return bool(torch.equal(one, other))
    # In float64 the two agree far better, and a mistake may show in the seventh digit alone.
    rtol, atol = (1e-8, 1e-10) if one.dtype == torch.float64 else (1e-4, 1e-7)
    return bool(torch.allclose(one.double(), other.double(), rtol=rtol, atol=atol, equal_nan=True))


def choose(matches: Mapping[str, list[Mistake]], failed: set[str], ran: set[str]) -> dict[str, Mistake]:
    """Of the mistakes that fit each test, the one that explains the whole submission best.

    A mistake that would also fail tests which this submission passes is put last; then the one that fits most tests wins.

    Args:
        matches: test id -> mistakes whose trace is the student's.
        failed, ran: ids of the tests that failed, and of all that ran.
    """
    fits: dict[tuple[str, str], int] = {}
    for mistakes in matches.values():
        for mistake in mistakes:
            fits[mistake.problem, mistake.name] = fits.get((mistake.problem, mistake.name), 0) + 1

    def rank(mistake: Mistake) -> tuple[bool, int, int]:
        contradicted = bool((set(mistake.fails) & ran) - failed)
        return contradicted, -fits[mistake.problem, mistake.name], len(mistake.fails)

    return {test: min(mistakes, key=rank) for test, mistakes in matches.items() if mistakes}


def candidates(test: Test, mistakes: list[Mistake]) -> list[Mistake]:
    """The known mistakes that fail ``test``."""
    return [mistake for mistake in mistakes if mistake.problem == test.problem and test.id in mistake.fails]
