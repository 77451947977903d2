"""Probes of the image classifiers: networks whose logits the test computes, and dropout with a seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn


class Asking(nn.Module):
    """A network whose logits the test computes; it says in which modes it and its parts are, and whether gradients are recorded.

    It has a dropout layer and a batch normalisation, so that modes can be asked for; the test is called with the batch, the modes
    of all three, and whether gradients are recorded.
    """

    def __init__(self, ask: Callable[[Tensor, list[bool], bool], Tensor]) -> None:
        super().__init__()
        self.ask = ask
        self.dropout, self.norm = nn.Dropout(0.5), nn.BatchNorm1d(2)

    def forward(self, x: Tensor) -> Tensor:
        """Return the test's logits for ``x``."""
        return self.ask(x.detach(), modes(self), torch.is_grad_enabled())


def asking(ask: Callable[..., Tensor]) -> Asking:
    """Return a network whose logits ``ask(batch, modes, is_recording)`` gives."""
    return Asking(ask)


def modes(model: nn.Module) -> list[bool]:
    """Return ``training`` of the model and of every module in it."""
    return [module.training for module in model.modules()]


def set_mode(model: nn.Module, training: bool) -> None:
    """Put the model into training or evaluation mode."""
    model.train(training)


def fitting(ask: Callable[..., Any]) -> Callable[[Any, Tensor, Tensor], Asking]:
    """Return a ``fit`` for ``tune``: what it makes is a network of which the test knows the number.

    ``ask("fit", setting, x, y)`` is called for each network, and ``ask("logits", number, x, None)`` for each batch that it gets.
    """
    made = 0

    def fit(setting: Any, x: Tensor, y: Tensor) -> Asking:
        nonlocal made
        number = made
        made += 1
        ask("fit", setting, x, y)
        return Asking(lambda batch, *_: ask("logits", number, batch, None))

    return fit


def predict_with_dropout(model: nn.Module, x: Tensor, seed: int) -> Tensor:
    """Return ``model(x)`` in training mode, without gradients, with the dropout that follows from ``seed``."""
    model.train()
    torch.manual_seed(seed)
    with torch.no_grad():
        output: Tensor = model(x)
    return output
