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
    # TODO (Handwritten letters): write ordinal_labels.
    raise NotImplementedError("write ordinal_labels")


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
    # TODO (Handwritten letters): write split.
    raise NotImplementedError("write split")


def scale(x: np.ndarray) -> np.ndarray:
    """Return pixels between 0 and 255 (uint8, any shape) as float32 between 0 and 1."""
    # TODO (Handwritten letters): write scale.
    raise NotImplementedError("write scale")


def flatten(x: np.ndarray) -> np.ndarray:
    """Return pictures of shape (N, height, width) as rows of shape (N, height * width), pixel row after pixel row."""
    # TODO (Handwritten letters): write flatten.
    raise NotImplementedError("write flatten")


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
        # TODO (Handwritten letters): write LetterClassifier.__init__.
        raise NotImplementedError("write LetterClassifier.__init__")

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits, of shape (N, n_classes), for float32 inputs of shape (N, 784)."""
        # TODO (Handwritten letters): write LetterClassifier.forward.
        raise NotImplementedError("write LetterClassifier.forward")


# Helper functions, such as one for the accuracy, can go here.


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
    # TODO (Handwritten letters): write fit.
    raise NotImplementedError("write fit")


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
    # TODO (Handwritten letters): write grid_search.
    raise NotImplementedError("write grid_search")


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
    # TODO (Handwritten letters): write label_smoothing_loss.
    raise NotImplementedError("write label_smoothing_loss")
