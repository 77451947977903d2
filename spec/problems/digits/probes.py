"""Probe of the digits problem: the training that judges a network, whatever the student's own training does."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


def train(
    model: nn.Module, x: torch.Tensor, y: torch.Tensor, *, seed: int, batch_size: int, stages: list[tuple[float, int]]
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
    generator = torch.Generator().manual_seed(seed)
    parameters = list(model.parameters())
    if not parameters:  # an accuracy says it better than an exception
        return
    place = parameters[0].device
    x, y = x.to(place), y.to(place)
    model.train()
    for learning_rate, epochs in stages:
        for _ in range(epochs):
            for batch in torch.randperm(len(x), generator=generator).to(place).split(batch_size):
                loss = F.cross_entropy(model(x[batch]), y[batch])
                slopes = torch.autograd.grad(loss, parameters, allow_unused=True)
                with torch.no_grad():
                    for parameter, slope in zip(parameters, slopes, strict=True):
                        if slope is not None:
                            parameter.sub_(slope, alpha=learning_rate)
