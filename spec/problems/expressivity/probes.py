"""Checks for networks of perceptrons: they run the student's weights, with sums whose sign is exact."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import torch

from testkit import check

MAX_LAYERS, MAX_WEIGHTS, LARGEST = 20, 10_000, 1e100


@dataclass(frozen=True)
class Network:
    """The student's layers, checked for type, shape and finiteness; float64."""

    layers: tuple[tuple[np.ndarray, np.ndarray], ...]


def claimed(value: object, inputs: int) -> Network:
    """Return the network in the result of ``perceptron_network``.

    Raises:
        CheckFailure: the result is not a list of pairs, or its arrays do not hold finite numbers in shapes that fit together.
    """
    given = list(value) if isinstance(value, (list, tuple)) else []
    if not given:
        check.fail(f"perceptron_network should return a list of layers; it returns {check.describe(value)}.")
    if len(given) > MAX_LAYERS:
        check.fail(f"The network should have at most {MAX_LAYERS} layers.")
    layers, width = [], inputs
    for place, layer in enumerate(given, 1):
        weights, biases = check.unpack(layer, 2, what=f"layer {place}", hint="A layer is a pair: weights and biases.")
        w, b = _array(weights, f"the weights of layer {place}"), _array(biases, f"the biases of layer {place}")
        if w.ndim != 2 or w.shape[1] != width or len(w) == 0:
            check.fail(
                f"The weights of layer {place} should have a row for each of its perceptrons and a "
                f"column for each of its inputs; they have {check.describe_shape(w.shape)}.",
                values=f"There should be {width} columns; the shape is {w.shape}.",
                hint="Columns belong to the inputs of the layer: those of the network, or the perceptrons of the previous layer.",
            )
        if b.shape != (len(w),):
            check.fail(
                f"Layer {place} should have as many biases as its weights have rows, one for each perceptron.",
                values=f"The weights have shape {w.shape}, the biases {b.shape}.",
            )
        layers.append((w, b))
        width = len(w)
    if sum(w.size for w, _ in layers) > MAX_WEIGHTS:
        check.fail(f"The network should have at most {MAX_WEIGHTS:,} weights.")
    if width != 1:
        check.fail("The last layer should be one perceptron; it has more.", values=f"It has {width}.")
    return Network(tuple(layers))


def _array(value: object, what: str) -> np.ndarray:
    if isinstance(value, torch.Tensor):
        value = value.detach().cpu()
        value = value.double().numpy() if value.is_floating_point() else value.numpy()
    if not isinstance(value, (list, tuple, np.ndarray)):
        check.fail(f"{what.capitalize()} should be a list, an array or a tensor; it is {check.describe(value)}.")
    try:
        array = np.asarray(value)
    except (ValueError, TypeError, OverflowError):
        array = np.empty(0, dtype=object)
    if array.dtype.kind not in "iufb":
        check.fail(f"{what.capitalize()} should hold real numbers only, in rows of one length.")
    if array.size > MAX_WEIGHTS:
        check.fail(f"{what.capitalize()} should be at most {MAX_WEIGHTS:,} numbers; you do not need so many.")
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        check.fail(f"{what.capitalize()} should be finite; infinity and NaN are not allowed as weights.")
    if (np.abs(array) > LARGEST).any():
        check.fail(f"{what.capitalize()} should be at most {LARGEST:.0e}; you do not need larger numbers.")
    return array


def rows(inputs: int) -> list[tuple[int, ...]]:
    """Return all inputs in the order of a truth table."""
    return list(itertools.product((0, 1), repeat=inputs))


def table(network: Network, inputs: int) -> tuple[list[int], list[str]]:
    """Return the outputs for every row, by sums of exact sign, and the layers that depend on a rounding error.

    A sum that is exactly zero is fine, and so is one of at least 1e-12 of its terms.
    """
    layers = [(w.tolist(), b.tolist()) for w, b in network.layers]
    outputs: list[int] = []
    shaky: set[str] = set()
    for row in rows(inputs):
        values: tuple[int, ...] = row
        for place, (weights, biases) in enumerate(layers, 1):
            following = []
            for w, bias in zip(weights, biases, strict=True):
                terms = [*itertools.compress(w, values), bias]
                total = math.fsum(terms)
                if 0 < abs(total) < 1e-12 * math.fsum(map(abs, terms)):
                    shaky.add(f"layer {place}")
                following.append(int(total > 0))
            values = tuple(following)
        outputs.append(values[0])
    return outputs, sorted(shaky)
