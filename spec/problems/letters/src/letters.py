"""Handwritten letters: prepare the data, train a small network, choose its size, smooth its labels."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

Loss = Callable[[Tensor, Tensor], Tensor]


def ordinal_labels(labels: Any, classes: Any = None) -> tuple[np.ndarray, np.ndarray]:
    """Number labels by their place in the sorted list of classes.

    Args:
        labels: N labels, whole numbers or strings, in an array or a list.
        classes: the sorted list of all classes, without repetition; None: those that occur in ``labels``.

    Returns:
        (numbers, classes): an int64 array of shape (N,) with numbers from 0, and the array of classes.

    Raises:
        ValueError: a label is not among ``classes``.
    """
    # BEGIN SOLUTION
    labels = np.asarray(labels)
    known = np.unique(labels) if classes is None else np.asarray(classes)
    numbers = np.searchsorted(known, labels)
    if (known[np.minimum(numbers, len(known) - 1)] != labels).any():
        raise ValueError("there is a label that is not among the classes")
    return numbers, known
    # END SOLUTION


def split(
    x: np.ndarray, y: np.ndarray, fraction: float = 0.1, seed: int = 0
) -> tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]:
    """Divide examples at random into a part to train on and a part to validate on.

    Args:
        x: examples, of shape (N, ...).
        y: their labels, of shape (N,).
        fraction: the share of the examples that goes into the validation part.
        seed: the same seed gives the same parts, another one gives others.

    Returns:
        ((x, y), (x, y)): the training part and the validation part. Every example is in exactly one of them.
    """
    # BEGIN SOLUTION
    order = np.random.default_rng(seed).permutation(len(x))
    size = round(fraction * len(x))
    valid, train = order[:size], order[size:]
    return (x[train], y[train]), (x[valid], y[valid])
    # END SOLUTION


def scale(x: np.ndarray) -> np.ndarray:
    """Return pixels between 0 and 255 (uint8, any shape) as float32 between 0 and 1."""
    # BEGIN SOLUTION
    return x.astype(np.float32) / 255
    # END SOLUTION


def flatten(x: np.ndarray) -> np.ndarray:
    """Return pictures of shape (N, height, width) as rows of shape (N, height * width), pixel row after pixel row."""
    # BEGIN SOLUTION
    return x.reshape(len(x), -1)
    # END SOLUTION


class LetterClassifier(nn.Module):
    """A network 784 -> n1 -> n2 -> n_classes with an activation after each of its two hidden layers. It returns logits."""

    def __init__(self, n1: int = 20, n2: int = 40, activation: str = "relu", n_classes: int = 26) -> None:
        """Make the layers.

        Args:
            n1: nodes of the first hidden layer.
            n2: nodes of the second hidden layer.
            activation: "sigmoid", "tanh" or "relu".
            n_classes: outputs.

        Raises:
            ValueError: there is no activation of that name.
        """
        super().__init__()
        # BEGIN SOLUTION
        known = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}
        if activation not in known:
            raise ValueError(f"activation is one of {', '.join(known)}, not {activation!r}")
        self.activation = known[activation]
        self.first, self.second, self.last = nn.Linear(784, n1), nn.Linear(n1, n2), nn.Linear(n2, n_classes)
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits, of shape (N, n_classes), for float32 inputs of shape (N, 784)."""
        # BEGIN SOLUTION
        return self.last(self.activation(self.second(self.activation(self.first(x)))))
        # END SOLUTION


# BEGIN SOLUTION
def accuracy(model: nn.Module, x: Tensor, y: Tensor) -> float:
    """Return the percentage of examples that the model classifies correctly."""
    model.eval()
    with torch.no_grad():
        return 100 * float((model(x).argmax(dim=1) == y).double().mean())


# STUB
# # Helper functions, such as one for the accuracy, can go here.
# END SOLUTION


def fit(
    model: nn.Module,
    train: tuple[Tensor, Tensor],
    valid: tuple[Tensor, Tensor],
    n_epochs: int,
    loss: Loss = F.cross_entropy,
) -> dict[str, list[float]]:
    """Train a classifier with an optimizer of your choice.

    Args:
        model: returns logits; it is changed.
        train: (x, y) to train on: float32 of shape (N, ...), int64 of shape (N,).
        valid: (x, y) to validate on.
        n_epochs: how often every example of ``train`` is used.
        loss: ``loss(logits, y)`` of a batch is one number, which training makes smaller.

    Returns:
        ``{"train": [...], "valid": [...]}``: the accuracy in percent on each of both sets after every epoch, in evaluation mode.
    """
    # BEGIN SOLUTION
    x, y = train
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    history: dict[str, list[float]] = {"train": [], "valid": []}
    for _ in range(n_epochs):
        model.train()
        for batch in torch.randperm(len(x)).split(64):
            optimizer.zero_grad()
            loss(model(x[batch]), y[batch]).backward()
            optimizer.step()
        history["train"].append(accuracy(model, *train))
        history["valid"].append(accuracy(model, *valid))
    return history
    # END SOLUTION


def grid_search(
    build: Callable[..., nn.Module],
    grid: Mapping[str, Sequence[Any]],
    train: tuple[Tensor, Tensor],
    valid: tuple[Tensor, Tensor],
    n_epochs: int,
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Train a new model for every combination of settings, and choose the best one on the validation set.

    Args:
        build: ``build(**settings)`` returns a new model.
        grid: the values to try for each setting, such as ``{"n1": [20, 40], "activation": ["tanh", "relu"]}``.
        train: (x, y) to train on, as for ``fit``.
        valid: (x, y) to choose on.
        n_epochs: epochs of each training.

    Returns:
        (best, table): the settings with the highest accuracy on ``valid`` after the last epoch, the first of them if several
        have it; and for every combination, in the order of ``itertools.product``, a dict of its settings and of "accuracy", that
        accuracy in percent.
    """
    # BEGIN SOLUTION
    table = []
    for values in itertools.product(*grid.values()):
        settings = dict(zip(grid, values, strict=True))
        history = fit(build(**settings), train, valid, n_epochs)
        table.append({**settings, "accuracy": history["valid"][-1]})
    best = max(table, key=lambda row: row["accuracy"])
    return {name: best[name] for name in grid}, table
    # END SOLUTION


def label_smoothing_loss(logits: Tensor, y: Tensor, alpha: float) -> Tensor:
    """Return the mean cross-entropy between smoothed labels and the softmax of the logits.

    A smoothed label is ``(1 - alpha)`` times the one-hot label plus ``alpha / K`` for each of the K classes.

    Args:
        logits: floats of shape (N, K).
        y: true classes, int64 of shape (N,).
        alpha: from 0, the plain cross-entropy, to 1.

    Returns:
        One number, a tensor without axes. Gradients reach the logits.
    """
    # BEGIN SOLUTION
    log_p = logits.log_softmax(dim=1)
    true = log_p.gather(1, y.unsqueeze(1)).squeeze(1)
    return -((1 - alpha) * true + alpha * log_p.mean(dim=1)).mean()
    # END SOLUTION
