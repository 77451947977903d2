"""Adversarial examples: pictures changed so little that nobody notices, and that a classifier gets wrong.

Every attack takes a batch and returns the adversarial batch. All of them work in the infinity norm: no pixel of the
result lies further than ``epsilon`` from the same pixel of the picture given. The hand-out has what they share: the
model is attacked in evaluation mode and is left exactly as it was found, and so is the batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Evaluation mode inside the block; afterwards every module has the mode it had, frozen parts included."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


def input_gradient(score: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """Gradient of ``score(x)``, one number, with respect to ``x`` alone: nothing is added to any ``.grad``."""
    leaf = x.detach().requires_grad_(True)
    return torch.autograd.grad(score(leaf), leaf)[0]


def project(adversarial: Tensor, x: Tensor, epsilon: float, low: float, high: float) -> Tensor:
    """Each pixel brought back into the ball around ``x``, then into the valid range."""
    return adversarial.clamp(x - epsilon, x + epsilon).clamp(low, high)


def classes(target: int | Tensor, x: Tensor) -> Tensor:
    """The target of each sample, int64 of shape (N, 1)."""
    return torch.as_tensor(target, device=x.device).expand(len(x)).unsqueeze(1)




def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    """One step of size epsilon along the sign of the gradient of the cross-entropy loss, kept in [0, 1].

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
    """``steps`` signed steps up the cross-entropy loss from x itself, each brought back into the ball and into [0, 1].

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
    """PGD along the sign of a momentum: ``momentum = decay * momentum + gradient / mean(|gradient|)``.

    The momentum begins at zero. The mean is taken over each sample by itself. A sample whose gradient is zero
    everywhere adds zero to its momentum.

    Args and Returns as for ``pgd``. ``decay`` is what a step keeps of the momentum before it.

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
    """``steps`` signed steps up the target's logit, each brought back into the ball and into [-1, 1].

    Args:
        model: a classifier that returns logits of shape (N, classes).
        x: samples with values in [-1, 1], of shape (N, ...); float32 or float64.
        target: the class to be taken for: one int for all samples, or int64 of shape (N,).
        epsilon: the largest change of a pixel.
        step_size: how far one step moves a pixel.
        steps: how many steps; all are made, also by samples that are taken for the target already.

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
    """Gradient ascent on the target's probability, clipped to the ball, until each sample is taken for the target.

    A step adds ``step_size`` times the gradient itself, not its sign, of the sample's own softmax probability. A sample
    for which the target already has the largest logit is not moved any more; the others go on, at most ``max_steps``
    times. Nothing is clipped but to the ball: the pictures are normalised, and have no common range.

    Args:
        model: a classifier that returns logits of shape (N, classes).
        x: samples of shape (N, ...); float32 or float64.
        target: the class to be taken for: one int for all samples, or int64 of shape (N,).
        epsilon: the largest change of a pixel.
        step_size: the factor of the gradient.
        max_steps: the most steps that any sample makes.

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
    """Percentage of all samples that the model still classifies correctly, in evaluation mode, after the attack.

    Args:
        model: a classifier that returns logits; its modules' modes are put back.
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
