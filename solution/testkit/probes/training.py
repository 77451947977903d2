"""A network that follows a script of the test's, which sees every batch and keeps the log of training; one that shows its mode.

With it, a test judges when ``run_model`` stops and which batches it makes, whatever training and evaluation do in detail.
``ScriptedNetwork`` runs beside the student's code, ``Script`` beside the test.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from torch import nn

from testkit.probes import network


class ScriptedNetwork(nn.Module):
    """Two classes; the difference of the logits is what the test answers for a batch.

    Args:
        ask: gives the differences, of shape (N,), for a batch and whether gradients are on.
    """

    def __init__(self, ask: Callable[[torch.Tensor, bool], torch.Tensor]) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))
        self.ask = ask

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits of shape (N, 2)."""
        margin = self.ask(x.detach(), torch.is_grad_enabled()).to(x.dtype)
        return torch.stack([margin, torch.zeros_like(margin)], dim=1) + 0 * self.weight


def scripted(ask: Callable[[torch.Tensor, bool], torch.Tensor]) -> ScriptedNetwork:
    """Return a network that asks the test."""
    return ScriptedNetwork(ask)


class Script:
    """The losses of a training, and a log of its batches.

    An example is (kind, number): kind 0 is training, 1 is validation. All labels are 0. The epoch follows from the number of
    training examples seen with gradients on, so it does not matter how often or in which mode a set is evaluated. The same batch
    again counts once: an epoch has two batches or more. Single examples meet again when the next epoch begins.

    Args:
        train_losses: loss of every training example, epoch by epoch; the last one stays.
        valid_losses: loss of every validation example after each epoch, likewise.
        train_size: number of training examples.
    """

    def __init__(self, train_losses: Sequence[float], valid_losses: Sequence[float], train_size: int) -> None:
        self.train_losses, self.valid_losses, self.train_size = list(train_losses), list(valid_losses), train_size
        self.seen = 0
        self.batches: list[list[int]] = []  # numbers of the training examples of every batch, in order

    def __call__(self, x: torch.Tensor, gradients_on: bool) -> torch.Tensor:
        """Return the differences of the logits for a batch; cross-entropy with label 0 gives the script's loss."""
        training = x[:, 0] < 0.5
        epoch = self.seen // self.train_size  # the current epoch of training; so many are complete
        if gradients_on and bool(training.all()):
            batch = [round(value) for value in x[:, 1].tolist()]
            is_again = len(batch) > 1 and self.batches[-1:] == [batch]
            if not is_again:  # code may call the network twice, for the loss and for the accuracy
                self.seen += len(x)
                self.batches.append(batch)
        train, valid = _at(self.train_losses, epoch), _at(self.valid_losses, max(epoch - 1, 0))
        return torch.where(training, _margin(train), _margin(valid))


def _at(losses: list[float], epoch: int) -> float:
    return losses[min(epoch, len(losses) - 1)]


def _margin(loss: float) -> float:
    """Return z with log(1 + exp(-z)) = loss."""
    return -math.log(math.expm1(loss))


def examples(size: int, valid: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ``size`` numbered examples for a script, and their labels."""
    x = torch.stack([torch.full((size,), float(valid)), torch.arange(size, dtype=torch.float32)], dim=1)
    return x, torch.zeros(size, dtype=torch.int64)


class DoublingNetwork(nn.Module):
    """A linear network whose logits are twice as large in training mode. Unlike batch normalisation it takes batches of one."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.linear = network((6, 3), seed=seed)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits of shape (N, 3)."""
        logits: torch.Tensor = self.linear(x)
        return 2 * logits if self.training else logits


def doubling(seed: int) -> DoublingNetwork:
    """See ``DoublingNetwork``."""
    return DoublingNetwork(seed)
