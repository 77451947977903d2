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


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Use evaluation mode inside the block; afterwards every module has its old mode again, frozen parts too."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


def input_gradient(score: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Return the gradient of ``score(x)``, one number, with respect to ``x`` alone; no ``.grad`` changes."""
    leaf = x.detach().requires_grad_(True)
    return torch.autograd.grad(score(leaf), leaf)[0]


def project(adversarial: Tensor, x: Tensor, epsilon: float, low: float, high: float) -> Tensor:
    """Clamp each pixel to the ball around ``x``, then to the valid range."""
    return adversarial.clamp(x - epsilon, x + epsilon).clamp(low, high)


def classes(target: int | Tensor, x: Tensor) -> Tensor:
    """Return the target of each sample, int64 of shape (N, 1)."""
    return torch.as_tensor(target, device=x.device).expand(len(x)).unsqueeze(1)




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
    with evaluating(model):
        gradient = input_gradient(lambda inputs: F.cross_entropy(model(inputs), y), x)
    return (x.detach() + epsilon * gradient.sign()).clamp(0, 1)


def pgd(model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int) -> Tensor:
    """Make ``steps`` signed steps up the cross-entropy loss from x itself, each clamped to the ball and to [0, 1].

    Args and Returns as for ``fgsm``. ``step_size`` is how far one step moves a pixel.

    Madry and others, "Towards deep learning models resistant to adversarial attacks", 2018, without its random start.
    """
    x = x.detach()
    adversarial = x
    with evaluating(model):
        for _ in range(steps):
            gradient = input_gradient(lambda inputs: F.cross_entropy(model(inputs), y), adversarial)
            adversarial = project(adversarial + step_size * gradient.sign(), x, epsilon, 0, 1)
    return adversarial


def mim(
    model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int, decay: float = 1.0
) -> Tensor:
    """Run PGD along the sign of a momentum: ``momentum = decay * momentum + gradient / mean(|gradient|)``.

    The momentum begins at zero. The mean is taken over each sample by itself. A sample whose gradient is zero
    everywhere adds zero to its momentum.

    Args and Returns as for ``pgd``. ``decay`` is the factor of the previous momentum.

    Dong and others, "Boosting adversarial attacks with momentum", 2018.
    """
    x = x.detach()
    adversarial = x
    momentum = torch.zeros_like(x)
    axes = tuple(range(1, x.ndim))
    with evaluating(model):
        for _ in range(steps):
            gradient = input_gradient(lambda inputs: F.cross_entropy(model(inputs), y), adversarial)
            size = gradient.abs().mean(dim=axes, keepdim=True)
            momentum = decay * momentum + gradient / size.where(size > 0, 1)
            adversarial = project(adversarial + step_size * momentum.sign(), x, epsilon, 0, 1)
    return adversarial


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
    x = x.detach()
    adversarial = x
    wanted = classes(target, x)
    with evaluating(model):
        for _ in range(steps):
            gradient = input_gradient(lambda inputs: model(inputs).gather(1, wanted).sum(), adversarial)
            adversarial = project(adversarial + step_size * gradient.sign(), x, epsilon, -1, 1)
    return adversarial


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
    x = x.detach()
    adversarial = x
    wanted = classes(target, x)
    with evaluating(model):
        for _ in range(max_steps):
            with torch.no_grad():
                unfooled = model(adversarial).argmax(dim=1) != wanted.squeeze(1)
            if not unfooled.any():
                break
            gradient = input_gradient(lambda inputs: model(inputs).softmax(dim=1).gather(1, wanted).sum(), adversarial)
            moved = (adversarial + step_size * gradient).clamp(x - epsilon, x + epsilon)
            adversarial = torch.where(unfooled.view(-1, *[1] * (x.ndim - 1)), moved, adversarial)
    return adversarial


def robust_accuracy(
    model: nn.Module, attack: Callable[[nn.Module, Tensor, Tensor], Tensor], loader: Iterable[tuple[Tensor, Tensor]]
) -> float:
    """Return the percentage of all samples that the model still classifies correctly after the attack.

    Args:
        model: a classifier that returns logits; it is used in evaluation mode, and its modules' modes are restored.
        attack: ``attack(model, x, y)`` returns the adversarial batch. It needs gradients: call it outside no_grad.
        loader: yields batches (x, y); the last may be smaller. Every sample counts the same.
    """
    correct = total = 0
    with evaluating(model):
        for x, y in loader:
            adversarial = attack(model, x, y)
            with torch.no_grad():
                correct += int((model(adversarial).argmax(dim=1) == y).sum())
            total += len(y)
    return 100 * correct / total
