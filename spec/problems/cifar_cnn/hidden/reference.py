"""The two networks on the tests' side of the sandbox. Never shipped to students or workers."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional as F

from testkit import check, model_checks

PICTURES = torch.zeros(2, 3, 32, 32)  # any: they show which layers are in use
HIDDEN = 40  # of AlexNet in most tests: with 4096, its weights have 90 MB

# Kinds and shapes of the weights, layer by layer.
CIFAR_NET = [
    ("Conv2d", (6, 3, 5, 5)), ("Conv2d", (16, 6, 5, 5)), ("Linear", (120, 400)), ("Linear", (84, 120)), ("Linear", (10, 84)),
]  # fmt: skip
ALEX_NET = [
    ("Conv2d", (64, 3, 3, 3)), ("Conv2d", (192, 64, 3, 3)), ("Conv2d", (384, 192, 3, 3)), ("Conv2d", (256, 384, 3, 3)),
    ("Conv2d", (256, 256, 3, 3)), ("Linear", (HIDDEN, 1024)), ("Linear", (HIDDEN, HIDDEN)), ("Linear", (10, HIDDEN)),
]  # fmt: skip

# Float32 sums of up to 3456 products, scaled so that every layer gives numbers of order 1, and up to eight layers: errors of some
# 1e-5. The mildest of the known mistakes changes an output by more than 1e-2.
CLOSE = {"rtol": 1e-3, "atol": 2e-4}


def new_model(student: Any, name: str, **options: Any) -> Any:
    """Return a new CifarNet, or an AlexNet with ``HIDDEN`` nodes in its hidden layers."""
    make = getattr(student.module("src.models"), name)
    return make() if name == "CifarNet" else make(hidden=HIDDEN, **options)


def check_layers(name: str, layers: list[Any], *, hint: str = "") -> None:
    """Check kinds, order and shapes of the layers that ``model_checks.find_layers`` found."""
    found = [(layer.kind, tuple(layer.values["weight"].shape)) for layer in layers if "weight" in layer.values]
    check.that(found == {"CifarNet": CIFAR_NET, "AlexNet": ALEX_NET}[name] and len(found) == len(layers),
               f"{name} should use the layers that the table of the hand-out lists, in its order and of its sizes.",
               values=f"In use: {found}.", hint=hint)
    check.that(all("bias" in layer.values for layer in layers), f"Every layer of {name} should have its biases.")


def with_weights(student: Any, rng: torch.Generator, name: str, **options: Any) -> tuple[Any, list[Any]]:
    """Return a network with random weights set by the test, and its layers in the order of use."""
    model = new_model(student, name, **options)
    layers = model_checks.set_random_weights(student, rng, model, PICTURES)
    check_layers(name, layers)
    return model, layers


def logits(name: str, layers: list[Any], x: torch.Tensor, *, dropout: float = 0.0) -> torch.Tensor:
    """Compute the hand-out's forward pass; with ``dropout``, in training mode, from torch's own generator."""
    values = [(layer.values["weight"], layer.values["bias"]) for layer in layers]
    if name == "CifarNet":
        for weight, bias in values[:2]:
            x = F.max_pool2d(F.relu(F.conv2d(x, weight, bias)), 2)
        x = x.flatten(1)
        for weight, bias in values[2:4]:
            x = F.relu(F.linear(x, weight, bias))
        return F.linear(x, *values[4])
    for place, (weight, bias) in enumerate(values[:5]):
        x = F.relu(F.conv2d(x, weight, bias, stride=2 if place == 0 else 1, padding=1))
        if place in (0, 1, 4):
            x = F.max_pool2d(x, 2)
    x = x.flatten(1)
    for weight, bias in values[5:7]:
        x = F.relu(F.linear(F.dropout(x, dropout), weight, bias))
    return F.linear(x, *values[7])
