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
    layers = [module for module in model.modules() if isinstance(module, nn.Linear)]
    # SqueezeNet has no linear layer: a 1 x 1 convolution and the average of each map take its place.
    layers = layers or [module for module in model.modules() if isinstance(module, nn.Conv2d)]
    entered: list[Tensor] = []
    hooks = [layer.register_forward_pre_hook(lambda _, inputs: entered.append(inputs[0])) for layer in layers]
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    features, all_labels = [], []
    try:
        with torch.no_grad():
            for pictures, labels in loader:
                entered.clear()
                model(pictures)
                last = entered[-1]  # of the layers in the order in which they are called
                features.append(last.mean(dim=(2, 3)) if last.ndim == 4 else last.clone())
                all_labels.append(labels)
    finally:
        for hook in hooks:
            hook.remove()
        for module, training in modes:
            module.training = training
    return torch.cat(features), torch.cat(all_labels)


def unit_length(features: Tensor) -> Tensor:
    """Divide each row by its Euclidean length; a row of zeros stays as it is.

    Args:
        features: shape (N, d). They do not change.

    Returns:
        Shape (N, d).
    """
    return features / features.norm(dim=1, keepdim=True).clamp(min=1e-12)


def train_linear_classifier(features: Tensor, labels: Tensor, n_classes: int) -> Callable[[Tensor], Any]:
    """Train a linear classifier on features.

    Args:
        features: of unit length, shape (N, d).
        labels: shape (N,), indices of classes; some of the classes may be missing.
        n_classes: how many classes there are.

    Returns:
        A function that maps features of shape (M, d) to their predicted classes, shape (M,).
    """
    layer = nn.Linear(features.shape[1], n_classes)
    optimizer = torch.optim.LBFGS(layer.parameters(), max_iter=200)

    def step() -> Tensor:
        optimizer.zero_grad()
        loss = F.cross_entropy(layer(features), labels) + 1e-4 * layer.weight.square().sum()
        loss.backward()
        return loss

    optimizer.step(step)
    return lambda x: layer(x).argmax(dim=1)


def mean_per_class_accuracy(labels: Tensor, predictions: Tensor, n_classes: int) -> float:
    """Compute the accuracy of each class by itself, and the mean of these.

    Args:
        labels: the right classes, shape (N,).
        predictions: the predicted ones, shape (N,).
        n_classes: how many classes there are; those of which there is no label do not count.

    Returns:
        Percent.
    """
    right = labels == predictions
    present = [right[labels == index].double().mean() for index in range(n_classes) if (labels == index).any()]
    return 100 * float(torch.stack(present).mean())
