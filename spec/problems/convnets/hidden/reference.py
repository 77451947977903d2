"""The two networks on the tests' side of the sandbox. Never shipped to students or workers."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional as F

from testkit import check, model_checks

PICTURES = torch.zeros(2, 3, 32, 32)  # any: they show which layers are in use
SHALLOW = {"conv": (16, 3, 5, 5), "linear": (10, 784)}
SIMPLE = {"conv1": (32, 3, 3, 3), "conv2": (32, 32, 3, 3), "conv3": (64, 32, 3, 3), "linear": (10, 64)}
SHORTCUT = {"shortcut": (64, 32, 1, 1)}

# Float32 sums of up to some hundred products, scaled so that every layer gives numbers of order 1, and few layers: errors of some
# 1e-6, which batch normalisation magnifies a little. The mildest of the known mistakes changes an output by more than 1e-2.
CLOSE = {"rtol": 1e-3, "atol": 1e-4}

BIASES = "Only a convolution with a batch normalisation after it can go without a bias."

Values = dict[str, dict[str, torch.Tensor]]


def by_name(layers: list[Any], shapes: dict[str, tuple[int, ...]], batch_norm: bool, words: str, *, hint: str = "") -> Values:
    """Return the values of the layers by the names of ``shapes``, and of batch normalisations as "norm1" and so on.

    Args:
        layers: what ``model_checks`` found or set.
        shapes: of the weights; no two are equal.
        batch_norm: whether there are three batch normalisations.
        words: say what the layers should be.
        hint: for layers of other kinds, numbers or shapes.
    """
    found = sorted(tuple(layer.values["weight"].shape) for layer in layers if layer.kind != "BatchNorm2d")
    norms = [layer for layer in layers if layer.kind == "BatchNorm2d"]
    sizes = [len(layer.values["weight"]) for layer in norms]
    check.that(found == sorted(shapes.values()) and sizes == ([32, 32, 64] if batch_norm else []), words,
               values=f"Shapes of the weights: {found}; sizes of the batch normalisations: {sizes}.", hint=hint)
    names = {shape: name for name, shape in shapes.items()}
    values = {names[tuple(layer.values["weight"].shape)]: layer.values for layer in layers if layer.kind != "BatchNorm2d"}
    check.that(all("bias" in values[name] for name in values if not batch_norm or not name.startswith("conv")),
               "Every layer should have its biases.", hint=BIASES)
    return values | {f"norm{place}": layer.values for place, layer in enumerate(norms, 1)}


def shallow_values(layers: list[Any], *, hint: str = "") -> Values:
    """Return the values of ShallowNet's layers by their names here."""
    return by_name(layers, SHALLOW, False, "ShallowNet should have the two layers with weights that the hand-out's Sequential has.",
                   hint=hint)


def simple_values(layers: list[Any], batch_norm: bool, residual: bool, *, hint: str = "") -> Values:
    """Return the values of SimpleConvNet's layers by their names here."""
    shapes = SIMPLE | (SHORTCUT if residual else {})
    words = (f"SimpleConvNet(batch_norm={batch_norm}, residual={residual}) should have the layers of the hand-out's table, of "
             "these sizes.")
    return by_name(layers, shapes, batch_norm, words, hint=hint)


def new_shallow(student: Any, rng: torch.Generator) -> tuple[Any, list[Any], Values]:
    """Return a ShallowNet with random weights, its layers, and their values by their names here."""
    model = student.module("src.models").ShallowNet()
    layers = model_checks.set_random_weights(student, rng, model, PICTURES)
    return model, layers, shallow_values(layers)


def new_simple(student: Any, rng: torch.Generator, batch_norm: bool, residual: bool) -> tuple[Any, list[Any], Values]:
    """Return a SimpleConvNet with random weights, its layers, and their values by their names here."""
    model = student.module("src.models").SimpleConvNet(batch_norm=batch_norm, residual=residual)
    layers = model_checks.set_random_weights(student, rng, model, PICTURES)
    return model, layers, simple_values(layers, batch_norm, residual)


def shallow_logits(values: Values, x: torch.Tensor) -> torch.Tensor:
    """Compute the hand-out's Sequential."""
    maps = F.max_pool2d(F.relu(F.conv2d(x, values["conv"]["weight"], values["conv"]["bias"], stride=2)), 2)
    return F.linear(maps.flatten(1), values["linear"]["weight"], values["linear"]["bias"])


class Statistics:
    """The running means and variances of the three batch normalisations."""

    def __init__(self) -> None:
        self.means = [torch.zeros(size) for size in (32, 32, 64)]
        self.variances = [torch.ones(size) for size in (32, 32, 64)]


def simple_logits(values: Values, x: torch.Tensor, statistics: Statistics, *, train: bool) -> torch.Tensor:
    """Compute the hand-out's table; in training mode batch normalisation updates ``statistics``."""

    def step(number: int, x: torch.Tensor, stride: int = 1) -> torch.Tensor:
        layer, norm = values[f"conv{number}"], values.get(f"norm{number}")
        x = F.conv2d(x, layer["weight"], layer.get("bias"), stride=stride, padding=1)
        if norm is None:
            return x
        mean, variance = statistics.means[number - 1], statistics.variances[number - 1]
        return F.batch_norm(x, mean, variance, norm["weight"], norm["bias"], training=train)

    shortcut = values.get("shortcut")
    first = F.max_pool2d(F.relu(step(1, x)), 2)
    second = F.relu(step(2, first) + (0 if shortcut is None else first))
    around = 0 if shortcut is None else F.conv2d(second, shortcut["weight"], shortcut["bias"], stride=2)
    third = F.relu(step(3, second, stride=2) + around)
    return F.linear(third.mean((2, 3)), values["linear"]["weight"], values["linear"]["bias"])
