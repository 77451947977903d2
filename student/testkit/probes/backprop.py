"""Checks of the derivatives: random networks whose units stay away from the kink of ReLU, and finite differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from testkit import check

NAMES = ("W1", "b1", "W2", "b2")
DERIVATIVES = ("h2", "W2", "b2", "h1", "h1_bar", "W1", "b1")
CLEAR = 1e-2  # no unit of a drawn network is closer to the kink than this, a hundred steps of the finite differences


def draw(
    generator: torch.Generator, count: int, sizes: tuple[int, int, int]
) -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Return a batch, its labels and a network in which some hidden units are off and none is near zero."""
    n_in, n_hidden, n_classes = sizes

    def normal(*shape: int) -> np.ndarray:
        return torch.randn(*shape, generator=generator, dtype=torch.float64).numpy()

    while True:
        x = normal(count, n_in)
        parameters = {"W1": normal(n_hidden, n_in), "b1": normal(n_hidden), "W2": normal(n_classes, n_hidden)}
        parameters["b2"] = normal(n_classes)
        before = x @ parameters["W1"].T + parameters["b1"]
        if np.abs(before).min() > CLEAR and (before < 0).any() and (before > 0).any():
            labels: np.ndarray = torch.randint(0, n_classes, (count,), generator=generator).numpy()
            return x, labels, parameters


def by_autograd(x: np.ndarray, y: np.ndarray, parameters: dict[str, np.ndarray]) -> dict[str, Any]:
    """Return loss and derivatives of a batch, computed by torch."""
    tensors = {name: torch.from_numpy(value.copy()).double().requires_grad_() for name, value in parameters.items()}
    h1_bar = F.linear(torch.from_numpy(x.copy()).double(), tensors["W1"], tensors["b1"])
    h1 = torch.relu(h1_bar)
    h2 = F.linear(h1, tensors["W2"], tensors["b2"])
    loss = F.cross_entropy(h2, torch.from_numpy(np.asarray(y)))
    everything = tensors | {"h1_bar": h1_bar, "h1": h1, "h2": h2}
    found = torch.autograd.grad(loss, list(everything.values()))
    return {"loss": float(loss.detach())} | {n: g.numpy() for n, g in zip(everything, found, strict=True)}


def slope(function: Callable[[float], float]) -> float:
    """Return the derivative of ``function`` at 0 by extrapolated central differences, with a check of the step.

    Raises:
        RuntimeError: halving the step changes the slope by more than smoothness allows.
    """
    step = 1e-4
    far = (function(step) - function(-step)) / (2 * step)
    near = (function(step / 2) - function(-step / 2)) / step
    if abs(far - near) > 1e-5 * (1 + abs(near)):
        raise RuntimeError("the function is not smooth enough for finite differences")
    return near + (near - far) / 3


def judged(value: object, expected: dict[str, Any], names: tuple[str, ...], **tolerance: float) -> None:
    """Judge the entries ``names`` of the result of ``gradients``."""
    found = check.keys(value, ["loss", *DERIVATIVES], what="what gradients returns")
    for name in names:
        check.close(found[name], expected[name], what=_WHAT[name], hint=_HINTS[name], **tolerance)


_WHAT = {"loss": "the loss"} | {name: f"the derivative of the loss with respect to {name}" for name in DERIVATIVES}
_HINTS = {
    "loss": "The natural logarithm of the true class's probability; for a batch, a mean.",
    "h2": "Compare the output of softmax with the true label. For a batch, what does the mean change here?",
    "W2": "Which derivative belongs to the row of an element of W2, and which unit to its column?",
    "b2": "b2 is added to h2 directly; in a batch it is added to every sample.",
    "h1": "A hidden unit influences the loss through all logits, by its weights to them.",
    "h1_bar": "For which units does ReLU let a derivative pass? Look at the value before ReLU.",
    "W1": "As for W2, one layer earlier: the input here is x.",
    "b1": "As for b2, one layer earlier.",
}
