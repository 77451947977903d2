"""Probes of the dog networks."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F


def answer(model: nn.Module, x: torch.Tensor) -> torch.Tensor:
    """Return ``model(x)`` for a batch of flat pictures, or of shape (N, 64, 64, 3) if the model takes only these."""
    try:
        return model(x)
    except (RuntimeError, ValueError, IndexError) as refusal:
        try:
            return model(x.reshape(-1, 64, 64, 3))
        except Exception:
            raise refusal from None  # the hand-out asks for flat pictures: show the error for those


def gradients(model: nn.Module, x: torch.Tensor, y: torch.Tensor) -> dict[str, torch.Tensor | None]:
    """Return the gradient of the cross-entropy of ``answer(model, x)`` for every parameter by name; None if it has none."""
    model.zero_grad()
    F.cross_entropy(answer(model, x), y).backward()
    return {name: None if p.grad is None else p.grad.detach().clone() for name, p in model.named_parameters()}
