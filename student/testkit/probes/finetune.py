"""A small network with the parts of torchvision's ResNets, the same in a test and beside the student's code."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

KINDS = ("early", "late", "head")


class Stage(nn.Module):
    """One residual block."""

    def __init__(self, n_in: int, n_out: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(n_in, n_out, 3, stride=2, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(n_out)
        self.shortcut = nn.Conv2d(n_in, n_out, 1, stride=2, bias=False)
        self.relu = nn.ReLU()

    def forward(self, maps: torch.Tensor) -> torch.Tensor:
        """Map (N, n_in, H, W) to (N, n_out, H / 2, W / 2)."""
        out: torch.Tensor = self.relu(self.bn(self.conv(maps)) + self.shortcut(maps))
        return out


class Backbone(nn.Module):
    """Conv1, bn1, relu, a maxpool or none, four stages, avgpool, fc."""

    def __init__(self, pool: bool = False) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.relu = nn.ReLU()
        if pool:
            self.maxpool = nn.MaxPool2d(2)
        self.layer1, self.layer2 = Stage(4, 4), Stage(4, 5)
        self.layer3, self.layer4 = Stage(5, 6), Stage(6, 7)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(7, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return logits of shape (N, 10)."""
        x = self.relu(self.bn1(self.conv1(x)))
        if hasattr(self, "maxpool"):
            x = self.maxpool(x)
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        logits: torch.Tensor = self.fc(self.avgpool(x).flatten(1))
        return logits


def backbone(seed: int, pool: bool = False) -> Backbone:
    """Return a network whose weights and averages follow from ``seed`` alone, in training mode."""
    made = Backbone(pool)
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, value in made.state_dict().items():
            if value.is_floating_point():
                drawn = torch.randn(value.shape, generator=generator)
                scale = value[0].numel() ** -0.5 if value.ndim > 1 else 0.3
                value.copy_(1 + 0.2 * drawn.abs() if name.endswith(("bn.weight", "bn1.weight", "var")) else drawn * scale)
    return made


def used_backbone(seed: int) -> Backbone:
    """Return a network in mixed modes with a gradient, and with a hook of somebody else."""
    made = backbone(seed)
    made.layer2.eval()
    made.fc.eval()
    made.conv1.weight.grad = torch.ones_like(made.conv1.weight)
    made.relu.register_forward_hook(lambda *_: None)
    return made


def groups_by_value(groups: list[dict[str, Any]]) -> list[tuple[list[torch.Tensor], float]]:
    """Return the parameters and the rate of each group, as an optimizer takes them."""
    optimizer = torch.optim.SGD(groups, lr=123.0)
    return [([p.detach().clone() for p in group["params"]], float(group["lr"])) for group in optimizer.param_groups]


class Twice(nn.Module):
    """A network that calls one layer twice and another never."""

    def __init__(self) -> None:
        super().__init__()
        self.never = nn.Linear(9, 9)
        self.conv = nn.Conv2d(3, 3, 3, padding=1)
        self.drop = nn.Dropout(0.5)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return maps of the shape of x."""
        maps: torch.Tensor = self.conv(self.drop(self.conv(x)))
        return maps


def twice() -> Twice:
    """See ``Twice``."""
    return Twice()


def names_of(body: nn.Module) -> list[str]:
    """Return the names of a body's own layers that have weights, in their order."""
    return [name for name, child in body.named_children() if any(True for _ in child.parameters())]
