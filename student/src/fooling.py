"""Fooling images: pictures moved towards a class that they do not show, until a network sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


# Helper functions can go here.


def make_fooling_image(
    x: Tensor, target_y: int | Tensor, model: nn.Module, learning_rate: float = 1.0, max_steps: int = 100
) -> Tensor:
    """Move pictures up the score of a target class, by steps of fixed length, until the model takes them for that class.

    Args:
        x: pictures of shape (N, C, H, W), or other samples (N, ...); float32 or float64.
        target_y: the target class: one int for all, or int64 of shape (N,).
        model: a classifier that returns scores (logits) of shape (N, classes). It is used in evaluation mode; afterwards every
            module has the mode that it had before.
        learning_rate: the Euclidean length of a step.
        max_steps: the largest number of steps of a picture.

    Returns:
        The fooling pictures: shape and dtype of x, detached. A picture stops as soon as its target's score is the largest.
    """
    # TODO (Fooling images): write make_fooling_image.
    raise NotImplementedError("write make_fooling_image")


def transfers(x_fooling: Tensor, target_y: int | Tensor, other: nn.Module) -> Tensor:
    """Return which fooling pictures another network takes for their target class too.

    Args:
        x_fooling: pictures of shape (N, ...).
        target_y: the target class: one int for all, or int64 of shape (N,).
        other: another classifier; it is used in evaluation mode, and its modules' modes are restored.

    Returns:
        Booleans of shape (N,), one for each picture.
    """
    # TODO (Fooling images): write transfers.
    raise NotImplementedError("write transfers")
