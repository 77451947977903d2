"""Things of a known fault, made beside the student's code: the subjects of control questions. See ``testkit.controls``."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import nn


def spoil(value: Any) -> Any:
    """Change plain data in place: the first element of every tensor and array, the first number of every list.

    Returns:
        ``value`` itself.
    """
    if isinstance(value, (torch.Tensor, np.ndarray)):
        first = (0,) * value.ndim
        if 0 not in value.shape:
            with torch.no_grad(), np.errstate(over="ignore"):  # 255 + 1 is 0 in a byte: another value too
                value[first] = not value[first] if value.dtype in (torch.bool, np.bool_) else value[first] + 1
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, (bool, int, float)):
                value[index] = item + 1
                break
            spoil(item)
    elif isinstance(value, dict):
        for item in value.values():
            spoil(item)
    return value


def spoil_all(*args: Any, **kwargs: Any) -> None:
    """Change all arguments that are plain data, as ``spoil`` does."""
    for value in (*args, *kwargs.values()):
        spoil(value)


REGISTERED = [(2, 3), (2,)]  # the shapes of what PyTorch knows of an unregistered network


class Unregistered(nn.Module):
    """A network of one layer that PyTorch knows, and one that it does not, because that lies in a list."""

    def __init__(self) -> None:
        super().__init__()
        self.known = nn.Linear(3, 2)
        self.layers = [nn.Linear(2, 5)]

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the output of both layers."""
        return self.layers[0](self.known(x))


class CutOff(nn.Module):
    """A network of two layers, the first of which no gradient reaches."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(3, 2), nn.Linear(2, 5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the output of both layers."""
        return self.second(self.first(x.to(self.first.weight.dtype)).detach())


def cut_off() -> CutOff:
    """Return a network whose first layer no gradient reaches."""
    return CutOff()


def unregistered() -> Unregistered:
    """Return a network of which PyTorch knows one layer of two."""
    return Unregistered()
