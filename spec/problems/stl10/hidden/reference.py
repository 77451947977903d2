"""YourModel's network on the tests' side of the sandbox. Never shipped to students or workers."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional as F

from testkit import check, model_checks

PICTURES = torch.zeros(2, 3, 32, 32)  # any: they show which layers are in use

# Float32 sums of up to some hundred products, scaled so that every layer gives numbers of order 1, and up to seven layers: errors
# of some 1e-6, which batch normalisation magnifies a little. The mildest of the known mistakes changes an output by more than 1e-2.
CLOSE = {"rtol": 1e-3, "atol": 1e-4}

ACTIVATIONS = {"relu": F.relu, "elu": F.elu, "sigmoid": torch.sigmoid, "tanh": torch.tanh}


def settings(**changed: Any) -> dict[str, Any]:
    """Return settings of a small network, with some of them changed."""
    small = {"num_blocks": 2, "feature_maps": 4, "drop_rate": 0.0, "batch_norm": True, "use_skip": True, "verbose": False}
    return small | changed


def shapes(chosen: dict[str, Any]) -> list[tuple[int, ...]]:
    """Return the shapes of the weights of convolutions and of the linear layer, in order."""
    found, channels = [], 3
    for number in range(chosen["num_blocks"]):
        width = chosen["feature_maps"] * 2**number
        found += [(width, channels, 3, 3), (width, width, 3, 3)]
        channels = width
    side = 32 // 2 ** chosen["num_blocks"]
    return [*found, (10, channels * side * side)]


def check_layers(layers: list[Any], chosen: dict[str, Any], *, hint: str = "") -> None:
    """Check kinds, order and shapes of the layers that ``model_checks.find_layers`` found."""
    kinds = [layer.kind for layer in layers]
    convolution = ["Conv2d", "BatchNorm2d"] if chosen["batch_norm"] else ["Conv2d"]
    words = "The network should have two convolutions in each block, and a linear layer, as the hand-out's table says."
    if chosen["batch_norm"]:
        words = ("The network should have two convolutions in each block, each with a batch normalisation of its own, and a linear "
                 "layer, as the hand-out's table says.")
    check.that(kinds == [*(convolution * 2 * chosen["num_blocks"]), "Linear"], words, values=f"In use: {kinds}.", hint=hint)
    weights = [tuple(layer.values["weight"].shape) for layer in layers if layer.kind != "BatchNorm2d"]
    check.that(weights == shapes(chosen), words, values=f"Shapes of the weights: {weights}.", hint=hint)
    check.that(all("bias" in layer.values or (layer.kind == "Conv2d" and chosen["batch_norm"]) for layer in layers),
               "Every layer should have its biases.", hint="Only a convolution with a batch normalisation after it can go without.")


def new_model(student: Any, rng: torch.Generator, **changed: Any) -> tuple[Any, list[Any], dict[str, Any]]:
    """Return a YourModel whose network has random weights, its layers, and its settings."""
    chosen = settings(**changed)
    model = student.module("src.stl10_models").YourModel(**chosen)
    layers = model_checks.set_random_weights(student, rng, model.network, PICTURES)
    check_layers(layers, chosen)
    return model, layers, chosen


def logits(layers: list[Any], x: torch.Tensor, chosen: dict[str, Any]) -> torch.Tensor:
    """Compute the hand-out's network in training mode, without dropout."""
    convolutions = [layer.values for layer in layers if layer.kind == "Conv2d"]
    norms = [layer.values for layer in layers if layer.kind == "BatchNorm2d"]
    activation = ACTIVATIONS[chosen.get("activation", "relu")]

    def convolve(place: int, x: torch.Tensor) -> torch.Tensor:
        return F.conv2d(x, convolutions[place]["weight"], convolutions[place].get("bias"), padding=1)

    def normalise(place: int, x: torch.Tensor) -> torch.Tensor:
        if not norms:
            return x
        return F.batch_norm(x, None, None, norms[place]["weight"], norms[place]["bias"], training=True)

    for place in range(0, len(convolutions), 2):
        first = convolve(place, x)
        second = normalise(place + 1, convolve(place + 1, activation(normalise(place, first))))
        x = F.avg_pool2d(activation(second + first if chosen["use_skip"] else second), 2)
    return F.linear(x.flatten(1), layers[-1].values["weight"], layers[-1].values["bias"])
