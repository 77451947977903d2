"""Adversarial examples: pictures with changes too small to see, which a classifier gets wrong.

Every attack takes a batch and returns the adversarial batch. All of them work in the infinity norm: no pixel of the
result lies further than ``epsilon`` from the same pixel of the given picture. As the hand-out says, all of them attack
the model in evaluation mode, and change neither the model nor the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.nn import functional as F


# Helper functions for several attacks can go here.


def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    """Make one step of size epsilon along the sign of the gradient of the cross-entropy loss, kept in [0, 1].

    Args:
        model: a classifier that returns logits of shape (N, classes).
        x: samples with values in [0, 1], of shape (N, ...): pictures (N, C, H, W) or flat (N, D); float32 or float64.
        y: true classes, int64 of shape (N,).
        epsilon: the largest change of a pixel.

    Returns:
        The adversarial batch: shape and dtype of x, detached.

    Goodfellow, Shlens and Szegedy, "Explaining and harnessing adversarial examples", 2015.
    """
    # TODO (Adversarial examples): write fgsm.
    raise NotImplementedError("write fgsm")


def pgd(model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int) -> Tensor:
    """Make ``steps`` signed steps up the cross-entropy loss from x itself, each clamped to the ball and to [0, 1].

    Args and Returns as for ``fgsm``. ``step_size`` is how far one step moves a pixel.

    Madry and others, "Towards deep learning models resistant to adversarial attacks", 2018, without its random start.
    """
    # TODO (Adversarial examples): write pgd.
    raise NotImplementedError("write pgd")


def mim(
    model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int, decay: float = 1.0
) -> Tensor:
    """Run PGD along the sign of a momentum: ``momentum = decay * momentum + gradient / mean(|gradient|)``.

    The momentum begins at zero. The mean is taken over each sample by itself. A sample whose gradient is zero
    everywhere adds zero to its momentum.

    Args and Returns as for ``pgd``. ``decay`` is the factor of the previous momentum.

    Dong and others, "Boosting adversarial attacks with momentum", 2018.
    """
    # TODO (Adversarial examples): write mim.
    raise NotImplementedError("write mim")


def targeted_attack(
    model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, steps: int
) -> Tensor:
    """Make ``steps`` signed steps up the target's logit, each clamped to the ball and to [-1, 1].

    Args:
        model: a classifier that returns logits of shape (N, classes).
        x: samples with values in [-1, 1], of shape (N, ...); float32 or float64.
        target: the target class: one int for all samples, or int64 of shape (N,).
        epsilon: the largest change of a pixel.
        step_size: how far one step moves a pixel.
        steps: number of steps; every sample makes all of them, even one that the model already takes for the target.

    Returns:
        The adversarial batch: shape and dtype of x, detached.
    """
    # TODO (Adversarial examples): write targeted_attack.
    raise NotImplementedError("write targeted_attack")


def fool(model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, max_steps: int) -> Tensor:
    """Climb the target's probability, clipped to the ball, until the model takes each sample for the target.

    A step adds ``step_size`` times the gradient itself, not its sign, of the sample's own softmax probability. A sample
    whose largest logit is the target's no longer moves; the others continue, for at most ``max_steps`` steps. The only
    clipping is to the ball: the pictures are normalised and have no common range.

    Args:
        model: a classifier that returns logits of shape (N, classes).
        x: samples of shape (N, ...); float32 or float64.
        target: the target class: one int for all samples, or int64 of shape (N,).
        epsilon: the largest change of a pixel.
        step_size: the factor of the gradient.
        max_steps: the largest number of steps of any sample.

    Returns:
        The adversarial batch: shape and dtype of x, detached.
    """
    # TODO (Adversarial examples): write fool.
    raise NotImplementedError("write fool")


def robust_accuracy(
    model: nn.Module, attack: Callable[[nn.Module, Tensor, Tensor], Tensor], loader: Iterable[tuple[Tensor, Tensor]]
) -> float:
    """Return the percentage of all samples that the model still classifies correctly after the attack.

    Args:
        model: a classifier that returns logits; it is used in evaluation mode, and its modules' modes are restored.
        attack: ``attack(model, x, y)`` returns the adversarial batch. It needs gradients: call it outside no_grad.
        loader: yields batches (x, y); the last may be smaller. Every sample counts the same.
    """
    # TODO (Adversarial examples): write robust_accuracy.
    raise NotImplementedError("write robust_accuracy")
