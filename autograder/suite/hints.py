"""Names the misconception behind a failed test: the known mistake on which the test ends as it did on the student's code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
import torch

from autograder.model.manifest import Mistake, Test
from autograder.suite.errors import StudentError
from autograder.suite.session import Handle, RecordedAnswer, Session
from testkit.check import CheckFailure

RepeatTest = Callable[[Session], None]
"""Runs a test's function on a session."""


class Trace(NamedTuple):
    """How a test ended, in words, and what the calls in it gave."""

    ending: str
    answers: list[RecordedAnswer]


def trace_of(error: BaseException | None, session: Session) -> Trace:
    """Return the trace of a test that has just ended with ``error``."""
    if error is None:
        return Trace("passed", session.record)
    if isinstance(error, CheckFailure):
        return Trace(f"check: {error.words}", session.record)
    if isinstance(error, StudentError):
        return Trace(f"raised: {error}", session.record)
    return Trace(f"ended: {type(error).__name__}", session.record)


def run_traced(repeat: RepeatTest, session: Session) -> Trace:
    """Run a test on ``session`` and return its trace."""
    raised: BaseException | None = None
    try:
        repeat(session)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raised = error
    finally:
        session.close()
    return trace_of(raised, session)


def is_same_trace(one: Trace, other: Trace) -> bool:
    """Return whether two failed tests ended alike after the same answers, to within a few units in the last places."""
    if one.ending != other.ending or one.ending == "passed" or one.ending.startswith("ended"):
        return False
    return len(one.answers) == len(other.answers) and all(map(_is_same, one.answers, other.answers))


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, Handle) and isinstance(other, Handle):
        return True
    if isinstance(one, torch.Tensor) and isinstance(other, torch.Tensor):
        return one.shape == other.shape and one.dtype == other.dtype and _is_close(one.detach(), other.detach())
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        return (
            one.shape == other.shape
            and one.dtype == other.dtype
            and _is_close(torch.from_numpy(one), torch.from_numpy(other))
        )
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(_is_same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_is_same(one[key], other[key]) for key in one)
    if isinstance(one, (float, np.floating)) and isinstance(other, (float, np.floating)):
        return bool(np.isclose(one, other, rtol=1e-4, atol=1e-7, equal_nan=True))
    return type(one) is type(other) and bool(one == other)


def _is_close(one: torch.Tensor, other: torch.Tensor) -> bool:
    if not one.dtype.is_floating_point:
        return bool(torch.equal(one, other))
    # In float64 the two agree far better, and a mistake may show in the seventh digit alone.
    rtol, atol = (1e-8, 1e-10) if one.dtype == torch.float64 else (1e-4, 1e-7)
    return bool(torch.allclose(one.double(), other.double(), rtol=rtol, atol=atol, equal_nan=True))


def choose(matches: Mapping[str, list[Mistake]], failed: set[str], ran: set[str]) -> dict[str, Mistake]:
    """Choose, of the mistakes that fit each test, the one that explains the whole submission best.

    A mistake that would also fail tests which this submission passes comes last; then the one that fits most tests wins.

    Args:
        matches: the mistakes whose trace is the student's, by id of the test.
        failed: ids of the tests that failed.
        ran: ids of all tests that ran.

    Returns:
        The chosen mistake by id of the test.
    """
    fits: dict[tuple[str, str], int] = {}
    for mistakes in matches.values():
        for mistake in mistakes:
            fits[mistake.problem, mistake.name] = fits.get((mistake.problem, mistake.name), 0) + 1

    def rank(mistake: Mistake) -> tuple[bool, int, int]:
        contradicted = bool((set(mistake.fails) & ran) - failed)
        return contradicted, -fits[mistake.problem, mistake.name], len(mistake.fails)

    return {test: min(mistakes, key=rank) for test, mistakes in matches.items() if mistakes}


def find_candidates(test: Test, mistakes: list[Mistake]) -> list[Mistake]:
    """Return the known mistakes that fail ``test``."""
    return [mistake for mistake in mistakes if mistake.problem == test.problem and test.id in mistake.fails]
