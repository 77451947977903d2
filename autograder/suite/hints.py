"""Names the misconception behind a failed test: the known mistake on which the test ends as it did on the student's code.

A name needs evidence. What a mistake's answers owe to the worker's own random numbers, such as the weights that a network starts
with, is compared by type and shape only; the rest by value, whatever the layers are called and whether a number came as a float
or as a tensor. An answer is evidence where the solution's answer is another one. Two kinds are weak: an exception after right
answers, because the library says the same for several causes, and an answer in which many causes end, such as an accuracy of 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import torch

from autograder.model.manifest import Mistake, Test
from autograder.suite.errors import StudentError
from autograder.suite.session import Handle, RecordedAnswer, Session
from testkit.check import CheckFailure

RepeatTest = Callable[[Session], None]
"""Runs a test's function on a session."""

Evidence = Literal["none", "form", "weak", "answer"]
"""How a known mistake fits a failed test: not at all; by an ending and by shapes that other causes could have too; by an
exception after right answers, or by an answer in which many causes end; by an answer that hardly another cause gives."""


class Trace(NamedTuple):
    """How a test ended, in words, what the calls in it gave, and what its own functions were called with."""

    ending: str
    answers: list[RecordedAnswer]
    asked: Sequence[object] = ()


class Comparison(NamedTuple):
    """A known mistake that was compared with a failed test, and what came of it."""

    mistake: Mistake
    evidence: Evidence


def trace_of(error: BaseException | None, session: Session) -> Trace:
    """Return the trace of a test that has just ended with ``error``."""
    answers = _number_parameters(session.record)
    if error is None:
        return Trace("passed", answers, session.asked)
    if isinstance(error, CheckFailure):
        return Trace(f"check: {error.words}", answers, session.asked)
    if isinstance(error, StudentError):
        return Trace(f"raised: {error}", answers, session.asked)
    return Trace(f"ended: {type(error).__name__}", answers, session.asked)


def _number_parameters(record: list[RecordedAnswer]) -> list[RecordedAnswer]:
    """Return answers in which the names of a network's parameters, which are free, are numbers in the order of their first use."""
    names: set[str] = set()
    for _, value in record:
        if isinstance(value, dict) and all(isinstance(tensor, torch.Tensor) for tensor in value.values()):
            names |= {name for name in value if isinstance(name, str)}
    numbers: dict[str, int] = {}

    def renamed(value: Any) -> Any:
        if isinstance(value, str):
            return numbers.setdefault(value, len(numbers)) if value in names else value
        if isinstance(value, (list, tuple)):
            return type(value)(map(renamed, value))
        if isinstance(value, dict):
            items = {renamed(key): renamed(item) for key, item in value.items()}
            is_numbered = items and all(key in names for key in value)
            return dict(sorted(items.items())) if is_numbered else items
        return value

    return [(kind, renamed(value)) for kind, value in record] if names else list(record)


def says_the_same(one: str, other: str) -> bool:
    """Return whether two endings of a test are the same but for numbers, which differ with the inputs."""
    return _without_numbers(one) == _without_numbers(other)


def _without_numbers(ending: str) -> str:
    return re.sub(r"\d+", "#", ending.partition(": the shape is right, but")[0])


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


def has_same_form(one: Trace, other: Trace) -> bool:
    """Return whether two failed tests ended alike after answers that are the same up to the values of tensors and floats."""
    if one.ending != other.ending or one.ending == "passed" or one.ending.startswith("ended"):
        return False
    return len(one.answers) == len(other.answers) and all(map(_is_alike, one.answers, other.answers))


def is_same_trace(one: Trace, other: Trace, reseeded: Trace | None = None) -> bool:
    """Return whether two failed tests ended alike after the same answers, to within a few units in the last places.

    Args:
        one: of the student's code.
        other: of a known mistake.
        reseeded: of the same mistake with other random numbers in its worker: what differs from ``other`` is compared by type
            and shape. None: everything is compared by value.
    """
    if not has_same_form(one, other):
        return False
    again = other if reseeded is None else reseeded
    if again.ending != other.ending or len(again.answers) != len(other.answers):
        return False
    return all(map(_fits, one.answers, other.answers, again.answers))


def weigh(one: Trace, known: Trace, reseeded: Trace | None, right: Trace) -> Evidence:
    """Return what kind of evidence a fit of two traces is.

    An answer of the mistake is evidence as far as it is compared and is not the solution's. It is also another one where it keeps a
    graph and the solution's does not, or has another dtype. What the student's code and the mistake both passed to the test's own
    functions is an answer too.

    Args:
        one: of the student's code, which fits ``known``.
        known: of the mistake.
        reseeded: of the same mistake with other random numbers in its worker, where it was compared so.
        right: of the solution.
    """
    again = known if reseeded is None else reseeded
    pairs = list(zip(known.answers, again.answers, right.answers, strict=False))
    is_raised = known.ending.startswith("raised")
    if is_raised and len(pairs) == len(known.answers):
        pairs = pairs[:-1]  # the exception itself
    kinds = [
        (_kinds(value), _kinds(answer), _kinds(mine))
        for (value, _, answer), mine in zip(pairs, one.answers, strict=False)
    ]
    if any(len(wrong) == len(asked_for) and wrong == mine != asked_for for wrong, asked_for, mine in kinds):
        return "answer"
    differing = [part for value, other, answer in pairs for part in _differing_parts(value, other, answer)]
    asked = [one.asked, known.asked, again.asked]
    if all(map(_fits, *asked)) and len(set(map(len, asked))) == 1:
        differing += _differing_parts(list(known.asked), list(again.asked), list(right.asked))
    if any(map(_is_informative, differing)):
        return "answer"
    return "weak" if differing or is_raised else "form"


def _differing_parts(known: object, again: object, right: object) -> list[object]:
    """Return the parts of a mistake's answer, compared as in ``_fits``, that are not the solution's.

    Args:
        known: the answer of the mistake.
        again: its answer with other random numbers in its worker.
        right: the answer of the solution.
    """
    if _fits(right, known, again):
        return []
    parts = [_items(value) for value in (known, again, right)]
    if _as_array(known) is None and len(set(map(len, parts))) == 1 and parts[0]:
        return [part for values in zip(*parts, strict=True) for part in _differing_parts(*values)] or [known]
    return [known]


def _items(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return list(value) if isinstance(value, (list, tuple)) else []


def _is_informative(value: object) -> bool:
    """Return whether hardly two causes give this wrong answer by chance: not None, nothing, or the same whole number throughout."""
    array = _as_array(value)
    if array is None:
        items = _items(value)
        words = {item for item in items if isinstance(item, str)}
        return len(words) > 1 or any(map(_is_informative, items))
    if array.size == 0 or np.isnan(array).all():
        return False
    first = array.flat[0]
    return bool((array != first).any()) or first not in (np.round(first), np.inf, -np.inf)


def _kinds(value: object) -> list[tuple[object, bool]]:
    """Return of every tensor and array in an answer its dtype, and whether gradients can flow through it."""
    if isinstance(value, torch.Tensor):
        return [(value.dtype, value.requires_grad)]
    if isinstance(value, np.ndarray):
        return [(value.dtype, False)]
    return [kind for item in _items(value) for kind in _kinds(item)]


def _fits(one: object, known: object, again: object) -> bool:
    """Return whether ``one`` is ``known``: by value where ``known`` does not change with the seed, else by type and shape."""
    if isinstance(known, dict):
        pairs = _paired(one, known)
        return pairs is not None and all(
            _fits(a, b, c) for (a, b), c in zip(pairs, _values_like(again, known), strict=True)
        )
    if isinstance(known, (list, tuple)) and isinstance(one, (list, tuple)) and isinstance(again, (list, tuple)):
        if len(one) == len(known) == len(again):
            return all(map(_fits, one, known, again))
        return False
    return _is_same(one, known) or (not _is_same(known, again) and _is_alike(one, known))


def _values_like(value: object, model: dict[Any, Any]) -> list[Any]:
    if isinstance(value, dict) and len(value) == len(model):
        return list(value.values())
    return list(model.values())


def _paired(one: object, other: dict[Any, Any]) -> list[tuple[Any, Any]] | None:
    """Return the values of two dicts in pairs: by key where they have the same keys, else by order; None if they do not fit."""
    if not isinstance(one, dict) or len(one) != len(other):
        return None
    if one.keys() == other.keys() and not all(isinstance(value, torch.Tensor) for value in other.values()):
        return [(one[key], other[key]) for key in other]
    return list(zip(one.values(), other.values(), strict=True))


def _is_alike(one: object, other: object) -> bool:
    """Return whether two answers are the same but for the values of tensors, arrays and floats."""
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)) and len(one) == len(other):
        return all(map(_is_alike, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        pairs = _paired(one, other)
        return pairs is not None and all(_is_alike(a, b) for a, b in pairs)
    if _is_same(one, other):
        return True
    a, b = _as_array(one), _as_array(other)
    if a is None or b is None or a.shape != b.shape:
        return False
    if isinstance(other, torch.Tensor) and not isinstance(one, torch.Tensor):
        return False
    return a.dtype.kind == b.dtype.kind == "f" or (isinstance(other, torch.Tensor) and a.dtype == b.dtype)


def _is_same(one: object, other: object) -> bool:
    """Return whether two answers are equal: numbers, lists, arrays and tensors by value, with floats of any precision."""
    if isinstance(one, Handle) or isinstance(other, Handle):
        return isinstance(one, Handle) and isinstance(other, Handle)
    if isinstance(one, dict) and isinstance(other, dict):
        pairs = _paired(one, other)
        return pairs is not None and all(_is_same(a, b) for a, b in pairs)
    a, b = _as_array(one), _as_array(other)
    if a is not None and b is not None:
        # Where a dtype is asked for, the test's words tell of it, and they are compared too.
        both_hold = all(isinstance(value, (torch.Tensor, np.ndarray)) for value in (one, other))
        return a.shape == b.shape and (not both_hold or a.dtype.kind == b.dtype.kind) and _is_close(a, b)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return type(one) is type(other) and bool(one == other)


def _as_array(value: object) -> np.ndarray | None:
    """Return numbers as an array, of whatever kind they are; None if ``value`` is not made of numbers in a regular shape."""
    if isinstance(value, torch.Tensor):
        value = value.detach()
        return (value.float() if value.dtype == torch.bfloat16 else value).cpu().numpy()
    if isinstance(value, (np.ndarray, np.generic, bool, float)):
        array = np.asarray(value)
    elif isinstance(value, int):
        return np.asarray(value) if abs(value) < 2**63 else None
    elif isinstance(value, (list, tuple)):
        rows = [_as_array(item) for item in value]
        if not rows:
            return np.zeros(0)
        kinds = {(row.shape, row.dtype.kind == "b") if row is not None else None for row in rows}
        if None in kinds or len(kinds) != 1:
            return None
        array = np.stack([row for row in rows if row is not None])
    else:
        return None
    return array if array.dtype.kind in "biufc" else None


def _is_close(one: np.ndarray, other: np.ndarray) -> bool:
    if "b" in (one.dtype.kind, other.dtype.kind) and one.dtype.kind != other.dtype.kind:
        return False
    if not {one.dtype.kind, other.dtype.kind} & set("fc"):
        return bool(np.array_equal(one, other))
    # In float64 the two agree far better, and a mistake may show in the seventh digit alone. A single number is a loss, say,
    # that may have been added up in float32.
    is_precise = one.ndim > 0 and one.dtype == other.dtype == np.float64
    rtol, atol = (1e-8, 1e-10) if is_precise else (1e-4, 1e-7)
    return bool(np.allclose(one, other, rtol=rtol, atol=atol, equal_nan=True))


def choose(compared: Mapping[str, list[Comparison]], failed: set[str], ran: set[str]) -> dict[str, Mistake]:
    """Choose, of the mistakes that fit each test, the one that explains the whole submission best.

    A mistake is not named if it fits a single test while the submission passes another one that the mistake would fail, nor if
    it fits at most a third of two or more failed tests. Where all evidence is weak, it must fit more than half of the
    failed tests, and none may pass. Nor may another mistake fit as many, even one that is ruled out: then several causes end so.
    Among the others one that would also fail passed tests comes last; then the one that fits most tests wins.

    Args:
        compared: the mistakes that were compared, by id of the failed test.
        failed: ids of the tests that failed.
        ran: ids of all tests that ran.

    Returns:
        The chosen mistake by id of the test.
    """
    evidence: dict[tuple[str, str], list[Evidence]] = {}
    for comparisons in compared.values():
        for mistake, kind in comparisons:
            evidence.setdefault((mistake.problem, mistake.name), []).append(kind)

    def fits(mistake: Mistake) -> int:
        return sum(kind != "none" for kind in evidence[mistake.problem, mistake.name])

    def is_contradicted(mistake: Mistake) -> bool:
        return bool((set(mistake.fails) & ran) - failed)

    def is_strong(mistake: Mistake) -> bool:
        return "answer" in evidence[mistake.problem, mistake.name]

    def is_shown(mistake: Mistake) -> bool:
        kinds = evidence[mistake.problem, mistake.name]
        if not is_strong(mistake):
            return "weak" in kinds and not is_contradicted(mistake) and 2 * fits(mistake) > len(kinds)
        if fits(mistake) == 1 and is_contradicted(mistake):
            return False
        return len(kinds) < 2 or 3 * fits(mistake) > len(kinds)

    def rank(mistake: Mistake) -> tuple[bool, bool, int, int]:
        return not is_strong(mistake), is_contradicted(mistake), -fits(mistake), len(mistake.fails)

    chosen: dict[str, Mistake] = {}
    for test, comparisons in compared.items():
        candidates = sorted((m for m, kind in comparisons if kind != "none" and is_shown(m)), key=rank)
        if not candidates:
            continue
        best = candidates[0]
        others = [m for m, kind in comparisons if kind != "none" and m.hint != best.hint]
        if is_strong(best) or not any(fits(other) >= fits(best) for other in others):
            chosen[test] = best
    return chosen


def find_candidates(test: Test, mistakes: list[Mistake]) -> list[Mistake]:
    """Return the known mistakes that fail ``test``."""
    return [mistake for mistake in mistakes if mistake.problem == test.problem and test.id in mistake.fails]
