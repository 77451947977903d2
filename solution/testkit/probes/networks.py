"""Small known networks, data sets, loaders and optimizers, the same in a test and beside the student's code."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset, TensorDataset


def network(
    sizes: Sequence[int] = (4, 8, 3),
    *,
    seed: int = 0,
    flatten: bool = True,
    dropout: float = 0.0,
    batch_norm: bool = False,
    scale: float = 1.0,
    dtype: str = "float32",
) -> nn.Sequential:
    """Build a fully connected ReLU network with logits at its end; equal arguments give equal weights in any process.

    Args:
        sizes: inputs, hidden layers, classes.
        seed: of the weights, drawn from a normal distribution of deviation ``scale / sqrt(inputs)``.
        flatten: begin with ``nn.Flatten()``, so that pictures of any shape come in.
        dropout: probability after every hidden layer (0: none).
        batch_norm: put a BatchNorm1d before every ReLU.
        scale: of the weights.
        dtype: "float32" or "float64".

    Returns:
        A network in training mode, from shape (N, sizes[0]) to (N, sizes[-1]).
    """
    # Draws of a stated dtype: the default one is the student's to change.
    generator = torch.Generator().manual_seed(seed)
    layers: list[nn.Module] = [nn.Flatten()] if flatten else []
    for index, (n_in, n_out) in enumerate(itertools.pairwise(sizes)):
        linear = nn.Linear(n_in, n_out)
        with torch.no_grad():
            linear.weight.copy_(torch.randn(n_out, n_in, generator=generator, dtype=torch.float32) * scale / n_in**0.5)
            linear.bias.copy_(torch.randn(n_out, generator=generator, dtype=torch.float32) * 0.1)
        layers.append(linear)
        if index < len(sizes) - 2:
            layers += [nn.BatchNorm1d(n_out)] if batch_norm else []
            layers.append(nn.ReLU())
            layers += [nn.Dropout(dropout)] if dropout else []
    return nn.Sequential(*layers).to(getattr(torch, dtype))


def dataset(x: torch.Tensor, y: torch.Tensor) -> TensorDataset:
    """Build a data set of the pairs (x[i], y[i])."""
    return TensorDataset(x, y)


def loader(data: Dataset[Any], batch_size: int = 1, shuffle: bool = False) -> DataLoader[Any]:
    """Build a plain DataLoader."""
    return DataLoader(data, batch_size=batch_size, shuffle=shuffle)


def optimizer(
    model: nn.Module, learning_rate: float = 0.01, kind: str = "SGD", **options: Any
) -> torch.optim.Optimizer:
    """Build ``torch.optim.<kind>`` over the model's parameters.

    Args:
        model: whose parameters it changes.
        learning_rate: its ``lr``.
        kind: the name of its class.
        **options: its further arguments.
    """
    chosen: Any = getattr(torch.optim, kind)
    made: torch.optim.Optimizer = chosen(model.parameters(), lr=learning_rate, **options)
    return made
