"""Localisation with a classifier: where in a picture the evidence for a class lies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def body_and_head(model: nn.Module) -> tuple[nn.Module, nn.Linear]:
    """Return the two parts of a classifier that averages its last feature map: given, you need not change it.

    Args:
        model: a classifier such as torchvision's ResNet, MobileNetV2 or EfficientNet: layers, an average over the map, then
            one linear layer.

    Returns:
        The body, from pictures (N, C, H, W) to the last feature map (N, K, h, w) before the average pool, and the last linear layer.
        Both are parts of the model itself, not copies.

    Raises:
        ValueError: the model has no such parts.
    """
    linears = [module for module in model.modules() if isinstance(module, nn.Linear)]
    body = getattr(model, "features", None)
    if isinstance(body, nn.Sequential) and isinstance(body[-1], nn.BatchNorm2d):
        raise ValueError("body_and_head does not understand a DenseNet, which has a ReLU outside its layers.")
    if body is None:
        children = list(model.children())
        pools = [index for index, child in enumerate(children) if isinstance(child, nn.AdaptiveAvgPool2d)]
        body = nn.Sequential(*children[: pools[-1]]) if pools else None
    if body is None or len(linears) != 1:
        raise ValueError("body_and_head needs a model with one linear layer, after an average over the last feature map.")
    return body, linears[0]


@contextmanager
def evaluating(model: nn.Module) -> Iterator[None]:
    """Use evaluation mode inside the block; afterwards every module has its own old mode again."""
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


def feature_map(model: nn.Module, x: Tensor) -> Tensor:
    """Return the last feature map, of shape (N, K, h, w)."""
    body, _ = body_and_head(model)
    with evaluating(model), torch.no_grad():
        return body.eval()(x)


def to_unit_range(heat: Tensor) -> Tensor:
    """Scale each map (..., H, W) by its own smallest and largest value; a constant map becomes zeros."""
    low, high = heat.amin((-2, -1), keepdim=True), heat.amax((-2, -1), keepdim=True)
    return (heat - low) / (high - low).where(high > low, 1)




def class_activation_map(model: nn.Module, x: Tensor, target: int | Tensor | None = None) -> Tensor:
    """Return how much each place of the last feature map adds to the score of a class.

    Args:
        model: a classifier that ``body_and_head`` understands. It is used in evaluation mode; afterwards every module has the mode
            that it had before.
        x: pictures of shape (N, C, H, W), of any size that the body takes; float32 or float64.
        target: the class: one int for all, int64 of shape (N,), or None for the class that the model predicts.

    Returns:
        Maps of shape (N, h, w), the size of the last feature map, detached: at each place the sum over the K channels of the
        feature times the target's weight in the last linear layer, without the bias.

    Zhou and others, "Learning deep features for discriminative localization", 2016.
    """
    features = feature_map(model, x)
    _, head = body_and_head(model)
    if target is None:
        with torch.no_grad():
            target = F.linear(features.mean((2, 3)), head.weight, head.bias).argmax(1)
    weights = head.weight.detach()[torch.as_tensor(target, device=x.device).expand(len(x))]
    return (weights[:, :, None, None] * features).sum(1)


def fully_convolutional(model: nn.Module) -> nn.Module:
    """Return a network that gives the scores of all classes at every place of the last feature map.

    Args:
        model: a classifier that ``body_and_head`` understands. It does not change.

    Returns:
        A network with parameters of its own, in evaluation mode, from (N, C, H, W) to (N, classes, h, w): the body, then the
        linear layer as a convolution with a kernel of 1 x 1, with its bias. The mean over the places is the model's logits.
    """
    body, head = body_and_head(deepcopy(model))
    convolution = nn.Conv2d(head.in_features, head.out_features, 1).to(head.weight)
    convolution.load_state_dict({"weight": head.weight[:, :, None, None], "bias": head.bias})
    return nn.Sequential(body, convolution).eval()


def enlarge(heat: Tensor, height: int, width: int) -> Tensor:
    """Enlarge maps (N, h, w) to (N, height, width), bilinearly, the outer edges of both grids in the same place.

    Each value stands at the centre of its cell: with twice the size, the old values lie between the new ones. Beyond the
    outermost centres the outermost values continue.
    """
    return F.interpolate(heat[:, None], size=(height, width), mode="bilinear", align_corners=False)[:, 0]


def overlay(image: Tensor, heat: Tensor) -> Tensor:
    """Return a picture half covered by a map: red where the map is large, blue where it is small.

    Args:
        image: of shape (3, H, W), values in [0, 1].
        heat: of shape (h, w), any values.

    Returns:
        Of shape (3, H, W): half the picture plus half the colour (v, 0, 1 - v), where v is the map scaled to [0, 1] by its
        own smallest and largest value (a constant map gives 0), then enlarged to the picture's size.
    """
    value = enlarge(to_unit_range(heat)[None], *image.shape[1:])[0]
    return 0.5 * image + 0.5 * torch.stack([value, torch.zeros_like(value), 1 - value])


def bounding_box(heat: Tensor, threshold: float = 0.5) -> Tensor:
    """Return the smallest box around the places where each map is large.

    Args:
        heat: maps of shape (N, H, W).
        threshold: of each map, scaled to [0, 1] by its own smallest and largest value; a place counts if it is at least this.
            A constant map has its box around everything.

    Returns:
        int64 of shape (N, 4): left, top, right, bottom; the last column and row are not included, as in slices.
    """
    boxes = []
    for values in to_unit_range(heat):
        inside = values >= threshold
        rows, columns = torch.nonzero(inside | ~inside.any(), as_tuple=True)  # of a constant map, no place is inside
        boxes.append([int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1])
    return torch.tensor(boxes)


def pointing_game(heat: Tensor, boxes: Tensor) -> float:
    """Return the percentage of maps whose largest value lies in the box of the object.

    Args:
        heat: maps of shape (N, H, W).
        boxes: int64 of shape (N, 4), as ``bounding_box`` returns them.
    """
    place = heat.flatten(1).argmax(1)
    row, column = place // heat.shape[2], place % heat.shape[2]
    left, top, right, bottom = boxes.unbind(1)
    inside = (left <= column) & (column < right) & (top <= row) & (row < bottom)
    return 100 * float(inside.double().mean())
