"""A network that follows a script, a log of the examples that it was trained on, and a network that shows its mode.

With it, a test judges when ``run_model`` stops and which batches it makes, whatever training and evaluation do in detail.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import nn
from torch.utils.data import TensorDataset

from testkit.probes import network


class ScriptedNetwork(nn.Module):
    """Two classes; the script of the epoch gives each example's loss.

    An example is (kind, number): kind 0 is training, 1 is validation. All labels are 0. The epoch follows from the number of
    training examples seen with gradients on, so it does not matter how often or in which mode a set is evaluated.

    Args:
        train_losses: loss of every training example, epoch by epoch; the last one stays.
        valid_losses: loss of every validation example after each epoch, likewise.
        train_size: number of training examples.
    """

    def __init__(self, train_losses: Sequence[float], valid_losses: Sequence[float], train_size: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))
        self.train_losses, self.valid_losses, self.train_size = list(train_losses), list(valid_losses), train_size
        self.seen = 0
        self.batches: list[list[int]] = []

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits of shape (N, 2); cross-entropy with label 0 gives the script's loss."""
        training = x[:, 0] < 0.5
        epoch = self.seen // self.train_size  # the current epoch of training; so many are complete
        margin = torch.where(
            training, _margin(_at(self.train_losses, epoch)), _margin(_at(self.valid_losses, max(epoch - 1, 0)))
        )
        if torch.is_grad_enabled() and bool(training.all()):
            self.seen += len(x)
            self.batches.append([round(value) for value in x[:, 1].tolist()])
        return torch.stack([margin, torch.zeros_like(margin)], dim=1).to(x.dtype) + 0 * self.weight


def _at(losses: list[float], epoch: int) -> float:
    return losses[min(epoch, len(losses) - 1)]


def _margin(loss: float) -> float:
    """Return z with log(1 + exp(-z)) = loss."""
    return -math.log(math.expm1(loss))


def scripted(train_losses: Sequence[float], valid_losses: Sequence[float], train_size: int) -> ScriptedNetwork:
    """Return a network for examples of ``examples``."""
    return ScriptedNetwork(train_losses, valid_losses, train_size)


def examples(size: int, valid: bool = False) -> TensorDataset:
    """Return ``size`` numbered examples for a scripted network."""
    x = torch.stack([torch.full((size,), float(valid)), torch.arange(size, dtype=torch.float32)], dim=1)
    return TensorDataset(x, torch.zeros(size, dtype=torch.int64))


def batches(model: ScriptedNetwork) -> list[list[int]]:
    """Return the numbers of the training examples of every batch that the model was trained on, in order."""
    return model.batches


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
