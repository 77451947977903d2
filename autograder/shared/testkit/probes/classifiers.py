"""Trainings that judge a classifier, whatever the student's own training does."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def train_with_adam(
    model: nn.Module, x: Tensor, y: Tensor, *, seed: int, epochs: int, batch_size: int, rate: float
) -> None:
    """Train a classifier with Adam on the mean cross-entropy of each batch, in a new order in every epoch.

    Args:
        model: the network, which is changed; on any device.
        x: inputs; shape (N, ...).
        y: labels, int64; shape (N,).
        seed: of the orders.
        epochs: how many; the rate falls to zero along half a cosine.
        batch_size: examples in a batch.
        rate: the learning rate at the start.
    """
    steps = epochs * -(-len(x) // batch_size)
    rates = [rate * (1 + math.cos(math.pi * step / steps)) / 2 for step in range(steps)]
    _train(model, x, y, seed, batch_size, rates, torch.optim.Adam)


def train_with_sgd(
    model: nn.Module, x: Tensor, y: Tensor, *, seed: int, batch_size: int, stages: Sequence[tuple[float, int]]
) -> None:
    """Train a classifier with plain SGD on the mean cross-entropy of each batch, in a new order in every epoch.

    Args:
        model: the network, which is changed; on any device.
        x: inputs; shape (N, ...).
        y: labels, int64; shape (N,).
        seed: of the orders.
        batch_size: examples in a batch.
        stages: (learning rate, epochs) of each stage.
    """
    batches = -(-len(x) // batch_size)
    rates = [rate for rate, epochs in stages for _ in range(epochs * batches)]
    _train(model, x, y, seed, batch_size, rates, torch.optim.SGD)


def _train(
    model: nn.Module,
    x: Tensor,
    y: Tensor,
    seed: int,
    batch_size: int,
    rates: Sequence[float],
    kind: Callable[..., torch.optim.Optimizer],
) -> None:
    """Train with one learning rate for each step."""
    generator = torch.Generator().manual_seed(seed)
    parameters = list(model.parameters())
    if not parameters:  # an accuracy says it better than an exception
        return
    place = parameters[0].device
    x, y = x.to(place), y.to(place)
    model.train()
    optimizer = kind(parameters, lr=0.0)
    order: list[Tensor] = []
    for rate in rates:
        order = order or list(torch.randperm(len(x), generator=generator).to(place).split(batch_size))
        batch = order.pop(0)
        optimizer.param_groups[0]["lr"] = rate
        loss = F.cross_entropy(model(x[batch]), y[batch])
        if loss.requires_grad:
            slopes = torch.autograd.grad(loss, parameters, allow_unused=True)
            for parameter, slope in zip(parameters, slopes, strict=True):
                parameter.grad = slope
            optimizer.step()
