"""Checks for the adder: they simulate the student's weights and trust nothing but these."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import torch

from testkit import check

SHAPES: dict[str, tuple[int, ...]] = {"U": (3, 2), "W": (3, 3), "b_h": (3,), "v": (3,), "b_y": (), "h_0": (3,)}


@dataclass(frozen=True)
class Adder:
    """The student's weights, checked for type, shape and finiteness."""

    U: np.ndarray
    W: np.ndarray
    b_h: np.ndarray
    v: np.ndarray
    b_y: np.ndarray
    h_0: np.ndarray


def claimed(value: object) -> Adder:
    """Return the weights in the result of ``parameters()``, as float64.

    Raises:
        CheckFailure: a key is missing, or its value is not made of finite numbers in the right shape.
    """
    given = check.keys(value, SHAPES, what="what parameters() returns")
    return Adder(**{name: _array(given[name], name, shape) for name, shape in SHAPES.items()})


def _array(value: object, name: str, shape: tuple[int, ...]) -> np.ndarray:
    if isinstance(value, torch.Tensor):
        value = value.detach().cpu().double().numpy() if value.is_floating_point() else value.cpu().numpy()
    if not isinstance(value, (list, tuple, np.ndarray)) and not check.is_number(value):
        check.fail(f"{name} should be a list, an array, a tensor or a number; it is {check.describe(value)}.")
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        array = np.empty(0, dtype=object)
    if array.dtype.kind not in "iufb":
        check.fail(f"{name} should hold real numbers only, in rows of one length.")
    if array.shape != shape:
        wanted = "a single number" if shape == () else f"of shape {shape}"
        check.fail(f"{name} should be {wanted}; it has {check.describe_shape(array.shape, shape)}.")
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        check.fail(f"{name} should be finite; infinity and NaN are not allowed as weights.")
    return array


def bits(numbers: Sequence[int], length: int) -> np.ndarray:
    """Return the bits of each number, least significant first; shape (len(numbers), length)."""
    return np.array([[number >> place & 1 for place in range(length)] for number in numbers], dtype=np.float64)


def simulate(adder: Adder, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the outputs for pairs of bit strings of shape (pairs, length), all pairs at once."""
    hidden = np.broadcast_to(adder.h_0, (len(first), 3))
    outputs = np.empty(first.shape)
    with np.errstate(over="ignore", invalid="ignore"):
        for place in range(first.shape[1]):
            x = np.stack([first[:, place], second[:, place]], axis=1)
            hidden = (x @ adder.U.T + hidden @ adder.W.T + adder.b_h > 0).astype(np.float64)
            outputs[:, place] = hidden @ adder.v + adder.b_y > 0
    return outputs


def wrong_sums(adder: Adder, pairs: Sequence[tuple[int, int]], length: int) -> tuple[int, tuple[int, int] | None]:
    """Return the number of ``pairs`` whose sum is wrong in ``length`` bits, and the first of them."""
    outputs = simulate(adder, bits([a for a, _ in pairs], length), bits([b for _, b in pairs], length))
    wrong = (outputs != bits([a + b for a, b in pairs], length)).any(axis=1)
    return int(wrong.sum()), pairs[int(np.argmax(wrong))] if wrong.any() else None


# Possible outputs of a wrong network instead of a + b, with a hint for each.
_INSTEAD: list[tuple[Callable[[int, int], int], str]] = [
    (lambda a, b: a ^ b, "Your network adds as if there were never a carry."),
    (
        lambda a, b: a + b + 1,
        "Your network adds one too many: it starts as if there were a carry before the first place.",
    ),
    (lambda a, b: ((a + b) ^ a ^ b) >> 1, "Your network gives the carry of each place, not the digit of the sum."),
    (lambda a, b: a | b, "Your network's output is on wherever at least one of the two bits is."),
    (lambda a, b: ~(a + b), "Your network's output is on where it should be off, and off where it should be on."),
    (lambda a, b: 0, "Your network's output is never on. What is its largest value? sigma(0) is 0."),
    (lambda a, b: -1, "Your network's output is never off."),
]


def diagnosis(adder: Adder, otherwise: str) -> str:
    """Describe what the network computes instead of sums, by all pairs of three bits; ``otherwise`` if unknown."""
    pairs, length = list(itertools.product(range(8), repeat=2)), 4
    outputs = simulate(adder, bits([a for a, _ in pairs], length), bits([b for _, b in pairs], length))
    for instead, sentence in _INSTEAD:
        if np.array_equal(outputs, bits([instead(a, b) for a, b in pairs], length)):
            return sentence
    return otherwise


def hangs_on_rounding(adder: Adder) -> list[str]:
    """Return the units that depend on the order of addition, or whose value is only a rounding error.

    A value that is exactly zero is fine, and so is one of at least 1e-14 of its terms. This looks at all states that the
    network can reach from h_0, with all four inputs.
    """

    def sides(terms: list[float], bias: float) -> set[bool]:
        fractions = [Fraction(term) for term in (*terms, bias)]
        exact = sum(fractions, Fraction(0))
        if 0 < abs(exact) < Fraction(1, 10**14) * sum(map(abs, fractions), Fraction(0)):
            return {True, False}
        orders = np.array(list(itertools.permutations([*terms, bias])))
        total = np.zeros(len(orders))
        with np.errstate(over="ignore", invalid="ignore"):
            for column in orders.T:
                total = total + column
        return {exact > 0, *(total > 0).tolist()}

    found: set[str] = set()
    waiting, seen = [tuple(adder.h_0.tolist())], set()
    while waiting:
        state = waiting.pop()
        if state in seen:
            continue
        seen.add(state)
        for x in itertools.product((0.0, 1.0), repeat=2):
            following = []
            for unit in range(3):
                terms = [*(adder.U[unit] * x).tolist(), *(adder.W[unit] * state).tolist()]
                answers = sides(terms, float(adder.b_h[unit]))
                if len(answers) > 1:
                    found.add(f"hidden unit {unit + 1}")
                following.append(float(max(answers)))
            if len(sides((adder.v * following).tolist(), float(adder.b_y))) > 1:
                found.add("the output")
            waiting.append(tuple(following))
    return sorted(found)


def random_pairs(generator: torch.Generator, count: int, length: int) -> list[tuple[int, int]]:
    """Draw pairs of numbers of ``length`` random bits."""
    drawn: Any = torch.randint(0, 2, (count, 2, length), generator=generator).tolist()
    return [tuple(int("".join(map(str, digits)), 2) for digits in pair) for pair in drawn]  # type: ignore[misc]
