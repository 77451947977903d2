"""Networks that ask the test: it sees every batch, and answers with logits. Losses that training must follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from testkit import check
from testkit.probes import gradients

PROBES = "testkit.probes.letters"


class Asking(nn.Module):
    """A network whose logits the test gives; no training changes them.

    Args:
        ask: gives the logits for a batch, the network's number, whether gradients are on, and whether it is in training mode.
        number: of the network.
    """

    def __init__(self, ask: Callable[[Tensor, int, bool, bool], Tensor], number: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))
        self.ask, self.number = ask, number

    def forward(self, x: Tensor) -> Tensor:
        """Return logits of shape (N, classes)."""
        logits: Tensor = self.ask(x.detach(), self.number, torch.is_grad_enabled(), self.training)
        return logits + 0 * self.weight


class Builder:
    """What ``grid_search`` calls for a new model: it makes networks that ask the test, and tells the test their settings.

    Args:
        ask: as for ``Asking``.
        note: is told the settings of each new network.
    """

    def __init__(self, ask: Callable[..., Tensor], note: Callable[[dict[str, Any]], int]) -> None:
        self.ask, self.note = ask, note

    def __call__(self, **settings: Any) -> Asking:
        """Return a new network."""
        return Asking(self.ask, self.note(settings))


def builder(ask: Callable[..., Tensor], note: Callable[[dict[str, Any]], int]) -> Builder:
    """See ``Builder``."""
    return Builder(ask, note)


def asking(ask: Callable[..., Tensor]) -> Asking:
    """Return a single network that asks the test."""
    return Asking(ask, 0)


def next_class(logits: Tensor, y: Tensor) -> Tensor:
    """Return the cross-entropy with the class after the true one: a loss that teaches other labels."""
    return F.cross_entropy(logits, (y + 1) % logits.shape[1])


class Log:
    """The test's side of networks that ask: it answers with planned accuracies and keeps the batches.

    An example is (kind, number, label): kind 0 is for training, 1 for validation.

    Args:
        plans: for each network, in the order in which they are made, the number of validation examples that it gets right after
            each epoch, and the same of the training examples; the last entries stay. Networks beyond the last plan have that one.
        train_size: number of training examples.
        classes: number of classes.
    """

    def __init__(
        self, plans: Sequence[tuple[Sequence[int], Sequence[int]]], train_size: int, classes: int = 3
    ) -> None:
        self.plans, self.train_size, self.classes = list(plans), train_size, classes
        self.settings: list[dict[str, Any]] = []
        self.batches: dict[int, list[list[int]]] = {}  # of training with gradients, by network
        self.order: list[int] = []  # the networks in the order in which batches reached them, without repetition
        self.modes_wrong = self.validation_with_gradients = self.mixed = False

    def note(self, settings: dict[str, Any]) -> int:
        """Keep the settings of a new network, and return its number."""
        self.settings.append(dict(settings))
        return len(self.settings) - 1

    def seen(self, number: int) -> int:
        """Return how many training examples a network has seen with gradients on."""
        return sum(map(len, self.batches.get(number, [])))

    def __call__(self, x: Tensor, number: int, gradients_on: bool, training: bool) -> Tensor:
        """Return the logits for a batch."""
        check.tensor(x, what="the batch that reaches the model")
        check.that(x.ndim == 2 and x.shape[1] == 3, "The model should get batches of the examples, one in each row.")
        kinds, numbers, labels = (x[:, column].round().long() for column in range(3))
        if not self.order or self.order[-1] != number:
            self.order.append(number)
        if gradients_on:
            if bool((kinds == 0).all()):
                self.batches.setdefault(number, []).append(numbers.tolist())
                self.modes_wrong |= not training
            else:
                self.validation_with_gradients = True
        else:
            self.modes_wrong |= training
        epoch = max(self.seen(number) // self.train_size - 1, 0)
        valid, train = self.plans[min(number, len(self.plans) - 1)]
        right = torch.where(kinds == 1, numbers < _at(valid, epoch), numbers < _at(train, epoch))
        return 4.0 * F.one_hot((labels + (~right).long()) % self.classes, self.classes).to(x.dtype)


def _at(counts: Sequence[int], epoch: int) -> int:
    return counts[min(epoch, len(counts) - 1)]


def examples(size: int, classes: int = 3, *, valid: bool = False) -> tuple[Tensor, Tensor]:
    """Return numbered examples for ``Log``, float32 of shape (size, 3), and their labels."""
    numbers = torch.arange(size)
    y = numbers % classes
    return torch.stack([torch.full((size,), int(valid)), numbers, y], dim=1).float(), y


def slopes(loss: Callable[..., Tensor], logits: Tensor, y: Tensor, alpha: float) -> list[Tensor]:
    """Return the gradient of ``loss(logits, y, alpha)`` with respect to the logits, in a list."""
    return list(gradients(lambda leaf: loss(leaf, y, alpha), logits))
