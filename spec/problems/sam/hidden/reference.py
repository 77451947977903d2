"""Sharpness-aware minimisation as the paper defines it, on the tests' side of the sandbox. Never shipped to students."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from testkit import check

# Sums in another order, or a guard of 1e-12 beside a norm of 1 or more, change the move uphill by some 1e-13 of rho <= 1. Over the
# at most ten steps here that stays below 1e-11; the mildest of the known mistakes moves a weight by more than 1e-5.
EXACT = {"rtol": 0.0, "atol": 1e-10}

Gradients = Sequence[Tensor | None]


@dataclass
class Rule:
    """The base optimizer's step, as torch.optim documents SGD and Adam.

    Attributes:
        rates: the learning rate of each parameter, or one for all.
        momentum: of SGD.
        weight_decay: is added to the gradient, times the weight.
        adam: Adam with the given betas, and eps 1e-8, in place of SGD.
    """

    rates: float | Sequence[float]
    momentum: float = 0.0
    weight_decay: float = 0.0
    adam: tuple[float, float] | None = None

    def rate(self, index: int) -> float:
        return self.rates if isinstance(self.rates, float) else self.rates[index]


class Expected:
    """The weights that the two parts of a step should give."""

    def __init__(self, values: Sequence[Tensor], rule: Rule, rho: float = 0.05) -> None:
        self.weights, self.rule, self.rho = [value.clone() for value in values], rule, rho
        self.memory: list[dict[str, Any]] = [{} for _ in values]

    def first(self, gradients: Gradients) -> list[Tensor]:
        """Return where ``first_step`` should lead."""
        norm = sum(float(g.square().sum()) for g in gradients if g is not None) ** 0.5
        return [
            w.clone() if g is None or norm == 0 else w + self.rho * g / norm
            for w, g in zip(self.weights, gradients, strict=True)
        ]

    def second(self, gradients: Gradients) -> list[Tensor]:
        """Return where ``second_step`` should lead."""
        for index, gradient in enumerate(gradients):
            if gradient is not None:
                self.weights[index] = self.weights[index] - self.rule.rate(index) * self._direction(index, gradient)
        return [weight.clone() for weight in self.weights]

    def _direction(self, index: int, gradient: Tensor) -> Tensor:
        memory, rule = self.memory[index], self.rule
        gradient = gradient + rule.weight_decay * self.weights[index]
        if rule.adam is None:
            memory["velocity"] = rule.momentum * memory["velocity"] + gradient if memory else gradient
            return memory["velocity"]
        one, two = rule.adam
        steps = memory["steps"] = memory.get("steps", 0) + 1
        memory["mean"] = one * memory.get("mean", 0.0) + (1 - one) * gradient
        memory["square"] = two * memory.get("square", 0.0) + (1 - two) * gradient**2
        return (memory["mean"] / (1 - one**steps)) / ((memory["square"] / (1 - two**steps)).sqrt() + 1e-8)


def draw(rng: torch.Generator, *shapes: tuple[int, ...], scale: float = 1.0) -> list[Tensor]:
    return [scale * torch.randn(shape, generator=rng, dtype=torch.float64) for shape in shapes]


SHAPES = ((4, 3), (4,), (2, 3, 2), ())


class Bowl:
    """Gradients of a loss that bends differently along every weight: at other weights they are others, and never small."""

    def __init__(self, rng: torch.Generator, shapes: Sequence[tuple[int, ...]] = SHAPES) -> None:
        self.slopes = draw(rng, *shapes, scale=2.0)
        self.bends = draw(rng, *shapes)

    def gradients(self, weights: Sequence[Tensor]) -> list[Tensor]:
        return [
            slope + (3 * bend * weight).sin()
            for slope, bend, weight in zip(self.slopes, self.bends, weights, strict=True)
        ]


def compare(weights: Any, expected: Sequence[Tensor], *, what: str, hint: str = "", **tolerance: float) -> None:
    """Check the weights that came back, tensor by tensor."""
    got = check.unpack(weights, len(expected), what=what)
    for value, right in zip(got, expected, strict=True):
        check.close(check.tensor(value, what=what).detach(), right, what=what, hint=hint, **(tolerance or EXACT))


def follow(trial: Any, expected: Expected, bowl: Bowl, steps: int, *, hint: str = "") -> None:
    """Make whole steps of training and check the weights after each.

    The gradients are those of the right path, so a wrong move uphill, which other tests judge, costs nothing here if it is undone.
    """
    weights = expected.weights
    for _ in range(steps):
        gradients = bowl.gradients(weights)
        uphill = expected.first(gradients)
        trial.first(gradients)
        gradients = bowl.gradients(uphill)
        weights = expected.second(gradients)
        compare(trial.second(gradients), weights, what="the weights after second_step", hint=hint)
