"""Probes of the convnets problem: networks that the test watches or directs, schedulers, files of weights."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, Sampler, TensorDataset

from testkit.generators import seed_generators
from testkit.probes import network


def new_path() -> Path:
    """Return the path of a file that is not there yet, in a new folder."""
    return Path(tempfile.mkdtemp()) / "best.pt"


def saved(path: Path) -> dict[str, torch.Tensor]:
    """Return the values that were saved at ``path``."""
    return dict(torch.load(path, weights_only=True))


def step_scheduler(optimizer: torch.optim.Optimizer, step_size: int, gamma: float) -> Any:
    """Return a ``StepLR`` of the optimizer."""
    return torch.optim.lr_scheduler.StepLR(optimizer, step_size, gamma)


def spoiling_scheduler(optimizer: torch.optim.Optimizer, factor: float) -> Any:
    """Return a scheduler of the optimizer that multiplies its first rate by ``factor`` from the first step on, once and for all."""
    return torch.optim.lr_scheduler.LambdaLR(optimizer, lambda steps: factor if steps else 1.0)


class Moving(Sampler[int]):
    """An order of examples that begins one batch earlier each time it is asked for, as a loader that shuffles never repeats itself."""

    def __init__(self, size: int, batch_size: int) -> None:
        self.size, self.batch_size, self.begun = size, batch_size, 0

    def __iter__(self) -> Iterator[int]:
        """Yield each index once."""
        start = -self.begun * self.batch_size
        self.begun += 1
        return (index % self.size for index in range(start, start + self.size))

    def __len__(self) -> int:
        """Return the number of examples."""
        return self.size


def moving_loader(x: torch.Tensor, y: torch.Tensor, batch_size: int) -> DataLoader[Any]:
    """Return a loader whose first batch is another one each time it is asked for; the first time it is that of the data."""
    return DataLoader(TensorDataset(x, y), batch_size, sampler=Moving(len(x), batch_size))


def transformed(transform: Callable[[torch.Tensor], torch.Tensor], x: torch.Tensor, seed: int) -> torch.Tensor:
    """Return ``transform(x)``, with all usual generators set to ``seed`` before."""
    seed_generators(seed)
    return transform(x)


class Watched(nn.Module):
    """A network of ``testkit.probes.network`` whose batches the test sees.

    Args:
        note: gets each batch in training mode, before it is used.
        settings: of the network.
    """

    def __init__(self, note: Callable[[torch.Tensor], Any], settings: dict[str, Any]) -> None:
        super().__init__()
        self.note = note
        self.network = network(**settings)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits of shape (N, classes)."""
        if self.training:
            self.note(x.detach())
        logits: torch.Tensor = self.network(x)
        return logits


def watched(note: Callable[[torch.Tensor], Any], settings: dict[str, Any]) -> Watched:
    """Return a network whose batches the test sees."""
    return Watched(note, settings)


class Scripted(nn.Module):
    """A network of two classes whose accuracy after each epoch is the test's to choose.

    An example is (number, kind): kind 0 is training, 1 is validation. All labels are 0. The only weight is the number of training
    batches so far, so it says when it was saved.

    Args:
        taught: how many training examples are classified correctly in each epoch.
        right: how many validation examples are classified correctly after each epoch.
        margins: how sure the network is of all of them then; a large margin makes mistakes expensive.
    """

    def __init__(self, taught: list[int], right: list[int], margins: list[float]) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))
        self.taught, self.right, self.margins = taught, right, margins

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits of shape (N, 2)."""
        if bool((x[:, 1] < 0.5).all()):
            with torch.no_grad():
                self.weight += 1
            epoch = min(round(self.weight.item()), len(self.taught)) - 1
            margin = torch.where(x[:, 0] < self.taught[epoch], 1.0, -1.0)
        else:
            epoch = min(max(round(self.weight.item()), 1), len(self.right)) - 1
            margin = torch.where(x[:, 0] < self.right[epoch], self.margins[epoch], -self.margins[epoch])
        return torch.stack([margin, torch.zeros_like(margin)], dim=1) + 0 * self.weight


def scripted(taught: list[int], right: list[int], margins: list[float]) -> Scripted:
    """Return a network whose accuracies the test chooses."""
    return Scripted(taught, right, margins)


def numbered(size: int, valid: bool = False) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ``size`` examples for ``Scripted``, and their labels."""
    x = torch.stack([torch.arange(size, dtype=torch.float32), torch.full((size,), float(valid))], dim=1)
    return x, torch.zeros(size, dtype=torch.int64)
