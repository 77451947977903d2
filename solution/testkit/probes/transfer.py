"""Probes of the problem on transfer: networks of the shapes that torchvision's classifiers have."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from testkit import effect_checks

PROBES = "testkit.probes.transfer"
SHAPES = ("fc", "classifier", "head first", "no linear layer")


class Classifier(nn.Module):
    """A small network with a head of one of the shapes of torchvision's classifiers."""

    def __init__(self, shape: str, dropout: float) -> None:
        super().__init__()
        self.shape = shape
        if shape == "head first":
            self.head = nn.Linear(9, 5)
        self.body = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.BatchNorm2d(8), nn.ReLU(), nn.MaxPool2d(2))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        if shape == "fc":
            self.fc = nn.Linear(8, 5)
        elif shape == "classifier":
            self.classifier = nn.Sequential(
                nn.Linear(8, 12), nn.ReLU(inplace=True), nn.Dropout(dropout), nn.Linear(12, 10), nn.ReLU(inplace=True),
                nn.Dropout(dropout), nn.Linear(10, 5),
            )  # fmt: skip
        elif shape == "head first":
            self.hidden = nn.Linear(8, 9)
        else:
            self.classifier = nn.Sequential(nn.Dropout(dropout), nn.Conv2d(8, 5, 1), nn.ReLU(), nn.AdaptiveAvgPool2d(1))

    def features(self, x: Tensor) -> Tensor:
        """Return what enters the last layer with weights, its maps averaged."""
        x = self.body(x)
        if self.shape == "no linear layer":
            return x.mean(dim=(2, 3))
        x = self.avgpool(x).flatten(1)
        if self.shape == "classifier":
            return self.classifier[:-1](x)
        return self.hidden(x).tanh() if self.shape == "head first" else x

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, 3, H, W) to logits (N, 5)."""
        if self.shape == "no linear layer":
            return self.classifier(self.body(x)).flatten(1)
        x = self.avgpool(self.body(x)).flatten(1)
        if self.shape == "classifier":
            return self.classifier(x)
        return self.head(self.hidden(x).tanh()) if self.shape == "head first" else self.fc(x)


def make_classifier(shape: str, seed: int, dropout: float = 0.0) -> Classifier:
    """Build a small classifier; equal arguments give equal weights in any process.

    Args:
        shape: one of ``SHAPES``.
        seed: decides the weights.
        dropout: in its classifier, if it has one.

    Returns:
        The network, in evaluation mode.
    """
    generator = torch.Generator().manual_seed(seed)
    model = Classifier(shape, dropout)
    with torch.no_grad():
        for parameter in model.parameters():
            fan = parameter[0].numel() if parameter.ndim > 1 else 4
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * (2 / fan) ** 0.5)
        norm = model.body[1]
        norm.running_mean.copy_(torch.randn(8, generator=generator) * 0.3)
        norm.running_var.copy_(torch.rand(8, generator=generator) + 0.5)
        norm.bias.add_(1.0)
    return model.eval()


def batches(pictures: Tensor, labels: Tensor, sizes: list[int]) -> list[tuple[Tensor, Tensor]]:
    """Cut pictures and labels into batches of these sizes."""
    return list(zip(pictures.split(sizes), labels.split(sizes), strict=True))


def mix_modes(model: nn.Module) -> None:
    """Put a network into training mode, but its body into evaluation mode."""
    model.train()
    model.body.eval()


def make_used_classifier(seed: int) -> Classifier:
    """Build a classifier in mixed modes, with a gradient, and with a hook of somebody else."""
    model = make_classifier("classifier", seed)
    mix_modes(model)
    first = next(model.parameters())
    first.grad = torch.ones_like(first)
    model.body.register_forward_hook(lambda *_: None)
    return model


def ask_state(student: Any, rng: torch.Generator, model: Any) -> dict[str, Any]:
    """Return the state of a network beside the student's code, as ``effect_checks.ask_state`` does."""
    return effect_checks.ask_state(student, rng, model, lambda load, seed: load(PROBES).make_used_classifier(seed))


def predict(classifier: Any, features: Tensor) -> Any:
    """Return a classifier's predictions as a tensor of whole numbers where they can be one."""
    answer = classifier(features)
    return torch.as_tensor(answer).long() if hasattr(answer, "__array__") or isinstance(answer, (list, tuple)) else answer
