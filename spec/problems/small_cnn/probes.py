"""Probe of the small convolutional network: the training that judges it, whatever the student's own training does."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


def train(
    model: nn.Module, x: torch.Tensor, y: torch.Tensor, *, seed: int, epochs: int, batch_size: int, rate: float
) -> None:
    """Train a classifier with Adam on the mean cross-entropy of each batch, in a new order in every epoch.

    Args:
        model: the network, which is changed; on any device.
        x: pictures in [-1, 1]; shape (N, 3, 32, 32).
        y: labels, int64; shape (N,).
        seed: of the orders.
        epochs: how many; the rate falls to zero in a straight line.
        batch_size: pictures in a batch.
        rate: the learning rate at the start.
    """
    generator = torch.Generator().manual_seed(seed)
    parameters = list(model.parameters())
    if not parameters:  # an accuracy says it better than an exception
        return
    place = parameters[0].device
    x, y = x.to(place), y.to(place)
    model.train()
    optimizer = torch.optim.Adam(parameters, lr=rate)
    steps = epochs * -(-len(x) // batch_size)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    for _ in range(epochs):
        for batch in torch.randperm(len(x), generator=generator).to(place).split(batch_size):
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x[batch]), y[batch])
            if loss.requires_grad:
                loss.backward()
                optimizer.step()
            schedule.step()
