"""Probes of the localization problem: a small network to look into."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

PROBES = "testkit.probes.localization"


def victim(
    channels: int = 3, maps: int = 16, classes: int = 5, *, seed: int = 0, nested: bool = False, dropout: float = 0.0,
    batch_norm: bool = False, dtype: str = "float64",
) -> nn.Module:
    """Return a classifier that averages its last feature map; equal arguments give equal weights everywhere.

    Args:
        channels: of the pictures, whose sides are halved once.
        maps: channels of the last feature map.
        classes: how many.
        seed: of the weights.
        nested: layers under names, as torchvision's MobileNetV2 has them, in place of a Sequential with an AdaptiveAvgPool2d.
        dropout: probability before the linear layer (0: none).
        batch_norm: a BatchNorm2d after the first convolution, with running statistics far from those of a batch.
        dtype: "float32" or "float64".
    """
    generator = torch.Generator().manual_seed(seed)
    body: list[nn.Module] = [nn.Conv2d(channels, 8, 3, padding=1)]
    body += [nn.BatchNorm2d(8)] if batch_norm else []
    body += [nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, maps, 3, padding=1), nn.Tanh()]
    head: list[nn.Module] = [nn.Dropout(dropout)] if dropout else []
    head.append(nn.Linear(maps, classes))
    model = Named(body, head) if nested else nn.Sequential(*body, nn.AdaptiveAvgPool2d(1), nn.Flatten(), *head)
    with torch.no_grad():
        for name, value in model.state_dict().items():
            if value.dtype == torch.int64:
                continue
            drawn = torch.randn(value.shape, generator=generator, dtype=torch.float32)
            if "running_var" in name:
                drawn = drawn.abs() + 0.5
            value.copy_(drawn / value[0].numel() ** 0.5 * 1.5 if value.ndim > 1 else drawn)
    return model.to(getattr(torch, dtype))


class Named(nn.Module):
    """A classifier with parts called features and classifier; the average over the map is no layer of it."""

    def __init__(self, body: list[nn.Module], head: list[nn.Module]) -> None:
        super().__init__()
        self.features, self.classifier = nn.Sequential(*body), nn.Sequential(*head)

    def forward(self, x: Tensor) -> Tensor:
        """Return the logits."""
        logits: Tensor = self.classifier(self.features(x).mean((2, 3)))
        return logits


def linear_part(channels: int, values: list[Any]) -> nn.Module:
    """Return a network whose last feature map is the picture itself, with these weights and biases of its linear layer."""
    model = nn.Sequential(nn.Identity(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, len(values[1])))
    with torch.no_grad():
        model[3].weight.copy_(torch.as_tensor(values[0]))  # type: ignore[operator,union-attr]
        model[3].bias.copy_(torch.as_tensor(values[1]))  # type: ignore[operator,union-attr]
    return model.double()


def training_flags(model: nn.Module) -> list[bool]:
    """Return the mode of every module."""
    return [module.training for module in model.modules()]


def change_weights(model: nn.Module) -> None:
    """Add one to every parameter: what shares them changes too."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(1)
