"""The two networks on the tests' side of the sandbox. Never shipped to students or workers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import torch
from torch.nn import functional as F

from testkit import check, controls

SIDE, CHANNELS, CLASSES = 64, 3, 10
Pair = tuple[int, int]
Shape = tuple[int, ...]
Layers = list[tuple[torch.Tensor, torch.Tensor]]

# Kernels and strides, with maps that are not square, and with rows and columns that no kernel and no window reaches.
SETTINGS: list[tuple[list[Pair], list[Pair]]] = [
    ([(5, 5), (5, 5)], [(1, 1), (1, 1)]),
    ([(3, 3), (4, 4)], [(2, 2), (1, 1)]),
    ([(7, 3), (2, 5)], [(1, 2), (2, 1)]),
    ([(4, 6), (3, 1)], [(3, 2), (1, 2)]),
    ([(9, 2), (3, 3)], [(2, 5), (2, 1)]),
    # One more row or column would make the last maps larger.
    ([(2, 4), (3, 4)], [(1, 1), (1, 1)]),
]

# Float32 sums of up to 12288 products, scaled so that every layer gives numbers of order 1: errors of some 1e-6 for sums in
# another order. The mildest of the known mistakes changes an output by more than 1e-2.
CLOSE = {"rtol": 1e-4, "atol": 5e-5}


def _side(kernels: Sequence[Pair], strides: Sequence[Pair], axis: int) -> int:
    side = SIDE
    for kernel, stride in zip(kernels, strides, strict=True):
        side = ((side - kernel[axis]) // stride[axis] + 1) // 2
    return side


def fc_shapes() -> list[Shape]:
    """Return the shapes of the weights of the fully connected network, layer by layer."""
    return [(128, SIDE * SIDE * CHANNELS), (64, 128), (CLASSES, 64)]


def conv_shapes(kernels: Sequence[Pair], strides: Sequence[Pair]) -> list[Shape]:
    """Return the shapes of the weights of the convolutional network, layer by layer."""
    numbers = 32 * _side(kernels, strides, 0) * _side(kernels, strides, 1)
    return [(16, CHANNELS, *kernels[0]), (32, 16, *kernels[1]), (CLASSES, numbers)]


def fc_logits(layers: Layers, x: torch.Tensor) -> torch.Tensor:
    """Compute linear, ReLU, linear, ReLU, linear."""
    for w, b in layers[:-1]:
        x = F.relu(F.linear(x, w, b))
    return F.linear(x, *layers[-1])


def conv_logits(layers: Layers, strides: Sequence[Pair], pictures: torch.Tensor) -> torch.Tensor:
    """Compute convolution, ReLU and maximum over windows of 2x2, twice, then linear; pictures have their channels last."""
    x = pictures.movedim(3, 1)
    for (w, b), stride in zip(layers[:-1], strides, strict=True):
        x = F.max_pool2d(F.relu(F.conv2d(x, w, b, stride=stride)), 2)
    return F.linear(x.flatten(1), *layers[-1])


def new_fc(student: Any) -> Any:
    """Return a Dog_Classifier_FC after one batch, because some layers take their shape from the first batch."""
    model = student.module("src.models").Dog_Classifier_FC()
    student.module("testkit.probes.dogset").answer(model, torch.zeros(2, SIDE * SIDE * CHANNELS))
    return model


def new_conv(student: Any, kernels: Sequence[Pair], strides: Sequence[Pair]) -> Any:
    """Return a Dog_Classifier_Conv after one batch."""
    model = student.module("src.models").Dog_Classifier_Conv(list(kernels), list(strides))
    model(torch.zeros(2, SIDE, SIDE, CHANNELS))
    return model


def check_layers(student: Any, rng: torch.Generator, model: Any, shapes: Sequence[Shape], *, hint: str = "") -> list[Shape]:
    """Check that the model has exactly these layers, each with its bias; return the shapes in the model's order."""
    found = [tuple(value.shape) for value in controls.ask_parameters(student, rng, model).values()]
    wanted = [*shapes, *((shape[0],) for shape in shapes)]
    # All that are there are right, and whole layers are missing: then these are probably where PyTorch does not look.
    missing, wrong = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    if not wrong and any(len(shape) > 1 for shape in missing):
        hint = "PyTorch does not see layers in a plain Python list, so it never trains them."
    check.that(sorted(found) == sorted(wanted),
               "The weights and biases should be those of the three layers of the hand-out.", hint=hint)
    return found


def check_start(student: Any, rng: torch.Generator, model: Any, shapes: Sequence[Shape]) -> None:
    """Check that weights and biases start as nn.Linear and nn.Conv2d draw them: uniformly up to 1 / sqrt(inputs of a node)."""
    found = {tuple(value.shape): value.double().abs() for value in controls.ask_parameters(student, rng, model).values()}
    if not {*shapes, *((shape[0],) for shape in shapes)} <= found.keys():
        return  # another test says which layers are missing
    for shape in shapes:
        bound = torch.Size(shape[1:]).numel() ** -0.5
        # The largest of 640 weights or more lies below 0.9 of the bound, or of ten biases below 0.05, once in 1e13 networks.
        for part, least in ((shape, 0.9), ((shape[0],), 0.05)):
            largest = float(found[part].max()) / bound
            check.that(least < largest < 1 + 1e-6, "The weights and biases should start as PyTorch's layers draw them.",
                       hint="The hand-out asks for the default initialisation, which a new layer has already.")


def set_weights(student: Any, model: Any, shapes: Sequence[Shape], rng: torch.Generator) -> Layers:
    """Give the model random weights that keep signals of order 1, and biases that matter; return these layers."""
    found = check_layers(student, rng, model, shapes)
    layers = [
        (torch.randn(shape, generator=rng) * (2 / torch.Size(shape[1:]).numel()) ** 0.5,
         torch.randn(shape[0], generator=rng) * 0.3)
        for shape in shapes
    ]
    # No two parameters of one of these networks have the same shape.
    by_shape = {tuple(value.shape): value for layer in layers for value in layer}
    student.tools.load_parameters(model, [by_shape[shape] for shape in found])
    return layers
