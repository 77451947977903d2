"""SmallCNN on the tests' side of the sandbox. Never shipped to students or workers."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional as F

from testkit import check, model_checks

SHAPES = [(64, 3, 11, 11), (128, 64, 3, 3), (128, 128, 3, 3), (10, 128)]  # of the weights, layer by layer
PADDINGS = (5, 1, 1)
PICTURES = torch.zeros(2, 3, 32, 32)  # any: they show which layers are in use

# Float32 sums of up to 1152 products, scaled so that every layer gives numbers of order 1, and four layers: errors of some 1e-6,
# which batch normalisation magnifies a little. The mildest of the known mistakes changes an output by more than 1e-2.
CLOSE = {"rtol": 1e-3, "atol": 1e-4}

MADE_OF = {
    False: "SmallCNN() should use three convolutions and then a linear layer, of the sizes in the hand-out.",
    True: "SmallCNN(batch_norm=True) should use three convolutions, each followed by a batch normalisation of its own, and then a "
          "linear layer, of the sizes in the hand-out.",
}


def check_layers(layers: list[Any], batch_norm: bool, *, hint: str = "") -> None:
    """Check kinds, order and shapes of the layers that ``model_checks.find_layers`` found."""
    kinds = [layer.kind for layer in layers]
    wanted = ["Conv2d", "BatchNorm2d"] * 3 if batch_norm else ["Conv2d"] * 3
    check.that(kinds == [*wanted, "Linear"], MADE_OF[batch_norm], values=f"In use: {kinds}.", hint=hint)
    shapes = [tuple(layer.values["weight"].shape) for layer in layers]
    weights = [shape for shape in shapes if len(shape) > 1]
    check.that(weights == SHAPES, MADE_OF[batch_norm], values=f"Shapes of the weights: {weights}.", hint=hint)
    scales = [shape for shape in shapes if len(shape) == 1]
    check.that(scales == [shape[:1] for shape in SHAPES[:3] if batch_norm], MADE_OF[batch_norm], values=f"Scales: {scales}.",
               hint=hint)
    check.that(all("bias" in layer.values or (layer.kind == "Conv2d" and batch_norm) for layer in layers),
               "Every layer should have its biases.", hint="Only a convolution with a batch normalisation after it can go without.")


def new_model(student: Any, rng: torch.Generator, batch_norm: bool) -> tuple[Any, list[Any]]:
    """Return a SmallCNN with random weights set by the test, and its layers in the order of use."""
    model = student.module("src.models").SmallCNN(batch_norm=batch_norm)
    layers = model_checks.set_random_weights(student, rng, model, PICTURES)
    check_layers(layers, batch_norm)
    return model, layers


class Statistics:
    """The running means and variances of the three batch normalisations."""

    def __init__(self) -> None:
        self.means = [torch.zeros(shape[0]) for shape in SHAPES[:3]]
        self.variances = [torch.ones(shape[0]) for shape in SHAPES[:3]]


def logits(layers: list[Any], x: torch.Tensor, statistics: Statistics, *, train: bool) -> torch.Tensor:
    """Compute the hand-out's forward pass; in training mode batch normalisation updates ``statistics``."""
    convolutions = [layer.values for layer in layers if layer.kind == "Conv2d"]
    norms = [layer.values for layer in layers if layer.kind == "BatchNorm2d"]
    for index, (convolution, padding) in enumerate(zip(convolutions, PADDINGS, strict=True)):
        x = F.conv2d(x, convolution["weight"], convolution.get("bias"), padding=padding)
        if norms:
            x = F.batch_norm(x, statistics.means[index], statistics.variances[index], norms[index]["weight"], norms[index]["bias"],
                             training=train)
        x = F.relu(x)
        if index == 0:
            x = F.max_pool2d(x, 2)
    return F.linear(x.mean((2, 3)), layers[-1].values["weight"], layers[-1].values["bias"])
