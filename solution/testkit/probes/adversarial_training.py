"""Attacks that run beside the student's code, and files of weights as the student's code writes and finds them."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from testkit.probes import network


def shifted(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return samples moved by half to a side that their class decides: an attack that needs no model."""
    return x + (0.5 * (1 - y.to(x.dtype)))[:, None]


def shift_and_leave_gradients(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Return ``shifted(x, y)``, and leave gradients in the model's parameters, as an attack by ``backward()`` does."""
    F.cross_entropy(model(x), y).backward()
    return shifted(x, y)


def read_stored(file: str) -> dict[str, torch.Tensor]:
    """Return what a file of weights holds, by name.

    Raises:
        TypeError: it holds something else than tensors by name.
    """
    stored = torch.load(file, weights_only=True)
    if not isinstance(stored, dict) or not all(isinstance(value, torch.Tensor) for value in stored.values()):
        raise TypeError("not a state_dict")
    return {str(name): value.detach().clone() for name, value in stored.items()}


def store_network(file: str, seed: int, seen: torch.Tensor) -> None:
    """Store the weights of ``network((6, 8, 3), batch_norm=True)`` after one batch, ``seen``, has moved its averages."""
    made = network((6, 8, 3), seed=seed, batch_norm=True)
    made(seen)
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    torch.save(made.state_dict(), file)


def read_state(model: nn.Module) -> dict[str, torch.Tensor]:
    """Return copies of a model's parameters and buffers by name."""
    return {str(name): value.detach().clone() for name, value in model.state_dict().items()}
