"""Attacks that run beside the student's code, and files of weights as the student's code writes and finds them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from testkit.probes import network


def shifted(x: torch.Tensor) -> torch.Tensor:
    """Return samples that are moved and shrunk: an attack that needs no model."""
    return x / 2 - 1


def leave_gradients(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return x itself, and leave gradients in the model's parameters, as an attack by ``backward()`` does."""
    F.cross_entropy(model(x), y).backward()
    return x


def read_stored(file: str) -> dict[str, torch.Tensor]:
    """Return what a file of weights holds, by name.

    Raises:
        TypeError: it holds something else than tensors by name.
    """
    stored = torch.load(file, weights_only=True)
    if not isinstance(stored, dict) or not all(isinstance(value, torch.Tensor) for value in stored.values()):
        raise TypeError("not a state_dict")
    return {str(name): value.detach().clone() for name, value in stored.items()}


def store_network(seed: int, seen: torch.Tensor) -> Path:
    """Store the weights of ``network((6, 8, 3), batch_norm=True)`` after one batch, ``seen``, has moved its averages.

    Returns:
        The new file.
    """
    made = network((6, 8, 3), seed=seed, batch_norm=True)
    made(seen)
    place = Path(tempfile.mkdtemp()) / "weights.pt"
    torch.save(made.state_dict(), place)
    return place


class Trap:
    """An object that makes a file when it is unpickled: a harmless stand-in for code that somebody else put into a file of weights."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        """Return what unpickling calls."""
        return Path.write_bytes, (self.mark, b"")  # touch sets the time first, which does nothing in the sandbox


def mark_of(trap: Path) -> Path:
    """Return the file that a file with code makes when its code runs."""
    return trap.with_suffix(".mark")


def store_code() -> Path:
    """Store an object that leaves a mark when it is read as code; return the new file."""
    place = Path(tempfile.mkdtemp()) / "weights.pt"
    torch.save({"weight": Trap(mark_of(place))}, place)
    return place


def is_there(file: Path) -> bool:
    """Return whether there is a file of this name."""
    return file.exists()


def read_state(model: nn.Module) -> dict[str, torch.Tensor]:
    """Return copies of a model's parameters and buffers by name."""
    return {str(name): value.detach().clone() for name, value in model.state_dict().items()}


class RobustNet(nn.Module):
    """The network of ``src/robust.py``, with the same names: the test's side attacks this one, with the weights that were handed in."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16)
        self.conv2, self.norm2 = nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32)
        self.conv3, self.norm3 = nn.Conv2d(32, 32, 3, padding=1), nn.BatchNorm2d(32)
        self.linear = nn.Linear(32 * 4 * 4, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits of shape (N, 10)."""
        for conv, norm in ((self.conv1, self.norm1), (self.conv2, self.norm2), (self.conv3, self.norm3)):
            x = F.max_pool2d(norm(conv(x)).relu(), 2)
        logits: torch.Tensor = self.linear(x.flatten(1))
        return logits
