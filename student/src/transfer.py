"""Transfer learning: a pretrained network as a machine for features, and a linear classifier on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def extract_features(model: nn.Module, loader: Iterable[tuple[Tensor, Tensor]]) -> tuple[Tensor, Tensor]:
    """Compute the features of all pictures: what enters the network's last linear layer.

    Args:
        model: a classifier, such as any of torchvision's. Afterwards it is as it was: modes, gradients, averages, hooks.
        loader: yields batches (pictures, labels), of any sizes.

    Returns:
        (features, labels), in the loader's order: shape (N, d), without a graph; shape (N,).
    """
    # TODO (Transfer learning with features): write extract_features.
    raise NotImplementedError("write extract_features")


def unit_length(features: Tensor) -> Tensor:
    """Divide each row by its Euclidean length; a row of zeros stays as it is.

    Args:
        features: shape (N, d). They do not change.

    Returns:
        Shape (N, d).
    """
    # TODO (Transfer learning with features): write unit_length.
    raise NotImplementedError("write unit_length")


def train_linear_classifier(features: Tensor, labels: Tensor, n_classes: int) -> Callable[[Tensor], Any]:
    """Train a linear classifier on features.

    Args:
        features: of unit length, shape (N, d).
        labels: shape (N,), indices of classes; some of the classes may be missing.
        n_classes: how many classes there are.

    Returns:
        A function that maps features of shape (M, d) to their predicted classes, shape (M,).
    """
    # TODO (Transfer learning with features): write train_linear_classifier.
    raise NotImplementedError("write train_linear_classifier")


def mean_per_class_accuracy(labels: Tensor, predictions: Tensor, n_classes: int) -> float:
    """Compute the accuracy of each class by itself, and the mean of these.

    Args:
        labels: the right classes, shape (N,).
        predictions: the predicted ones, shape (N,).
        n_classes: how many classes there are; those of which there is no label do not count.

    Returns:
        Percent.
    """
    # TODO (Transfer learning with features): write mean_per_class_accuracy.
    raise NotImplementedError("write mean_per_class_accuracy")
