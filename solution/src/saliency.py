"""Saliency maps: which pixels the score of a class depends on most."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Use evaluation mode inside the block; afterwards every module has its own old mode again."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


def total_score(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    """Return the sum over the batch of each picture's score of its own class."""
    return model(x).gather(1, y.unsqueeze(1)).sum()


def slopes(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    """Return the gradient of each picture's score of its own class, of the shape of x."""
    leaf = x.detach().clone().requires_grad_(True)
    return torch.autograd.grad(total_score(model, leaf, y), leaf)[0]




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
    with evaluating(model):
        return slopes(model, x, y).abs().amax(dim=1)
