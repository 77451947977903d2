"""Saliency maps: which pixels the score of a class depends on most."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


# Helper functions can go here.


def saliency_maps(x: Tensor, y: Tensor, model: nn.Module) -> Tensor:
    """Return how strongly the score of each picture's true class depends on each of its pixels.

    Args:
        x: pictures of shape (N, C, H, W); float32 or float64.
        y: true classes, int64 of shape (N,).
        model: a classifier that returns scores (logits) of shape (N, classes). It is used in evaluation mode; afterwards
            every module has the mode that it had before.

    Returns:
        Maps of shape (N, H, W) and the dtype of x, detached: at each pixel the largest absolute value, over the channels, of the
        gradient of the true class's score.

    Simonyan, Vedaldi and Zisserman, "Deep inside convolutional networks", 2014.
    """
    # TODO (Saliency maps): write saliency_maps.
    raise NotImplementedError("write saliency_maps")
