"""Fooling images: pictures moved towards a class that they do not show, until a network sees it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


# BEGIN SOLUTION
@contextmanager
def evaluating(*models: nn.Module) -> Iterator[None]:
    """Use evaluation mode inside the block; afterwards every module has its own old mode again."""
    modes = [(module, module.training) for model in models for module in model.modules()]
    for model in models:
        model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


def wanted(target_y: int | Tensor, x: Tensor) -> Tensor:
    """Return the target of each sample, int64 of shape (N,)."""
    return torch.as_tensor(target_y, device=x.device).expand(len(x))


def target_scores(model: nn.Module, x: Tensor, targets: Tensor) -> Tensor:
    """Return each sample's score of its own target, shape (N,)."""
    return model(x).gather(1, targets.unsqueeze(1)).squeeze(1)


def ascent(model: nn.Module, x: Tensor, targets: Tensor) -> Tensor:
    """Return the gradient of each sample's target score, of the shape of x."""
    leaf = x.detach().clone().requires_grad_(True)
    return torch.autograd.grad(target_scores(model, leaf, targets).sum(), leaf)[0]


def unit_length(gradient: Tensor) -> Tensor:
    """Divide each sample's gradient by its own Euclidean norm; a gradient of zeros stays zero."""
    norm = gradient.flatten(1).norm(dim=1).view(-1, *[1] * (gradient.ndim - 1))
    return gradient / norm.where(norm > 0, 1)


def is_fooled(model: nn.Module, x: Tensor, targets: Tensor) -> Tensor:
    """Return for each sample whether its largest score is its target's."""
    with torch.no_grad():
        return model(x).argmax(dim=1) == targets


# STUB
# # Helper functions can go here.
# END SOLUTION


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
    # BEGIN SOLUTION
    targets = wanted(target_y, x)
    moved = x.detach().clone()
    with evaluating(model):
        for _ in range(max_steps):
            rest = ~is_fooled(model, moved, targets)
            if not rest.any():
                break
            step = learning_rate * unit_length(ascent(model, moved, targets))
            moved = moved + step * rest.view(-1, *[1] * (x.ndim - 1))
    return moved
    # END SOLUTION


def transfers(x_fooling: Tensor, target_y: int | Tensor, other: nn.Module) -> Tensor:
    """Return which fooling pictures another network takes for their target class too.

    Args:
        x_fooling: pictures of shape (N, ...).
        target_y: the target class: one int for all, or int64 of shape (N,).
        other: another classifier; it is used in evaluation mode, and its modules' modes are restored.

    Returns:
        Booleans of shape (N,), one for each picture.
    """
    # BEGIN SOLUTION
    with evaluating(other):
        return is_fooled(other, x_fooling, wanted(target_y, x_fooling))
    # END SOLUTION
