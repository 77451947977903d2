"""A binary classifier made of one for ten classes: is it a plane? Its scores, ROC curve and AUC, and a loss to train it."""

from __future__ import annotations

import torch
from torch import Tensor

PLANE = 0  # the class "airplane" of CIFAR-10
PLANE_WEIGHT = 9.0  # in CIFAR-10, nine pictures show something else for each that shows a plane



def require_both(labels: Tensor) -> None:
    """Raise a ValueError where ``labels`` lack planes or other pictures."""
    if (labels == 1).all() or (labels == 0).all():
        raise ValueError("labels hold one class only: there is no curve without both planes and other pictures.")




def plane_scores(logits: Tensor) -> Tensor:
    """Return the softmax probability of class 0 for each picture.

    Args:
        logits: of ten classes, shape (N, 10), float32 or float64.

    Returns:
        Probabilities of shape (N,).
    """
    return logits.softmax(dim=1)[:, PLANE]


def roc_curve(labels: Tensor, scores: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the ROC curve: a point for each distinct score as threshold, from the largest down, after (0, 0).

    At a threshold t, all pictures with ``score >= t`` are taken for planes.

    Args:
        labels: 1 for a plane, 0 for anything else; int64 of shape (N,).
        scores: the larger, the more certain that it is a plane; any real numbers, of shape (N,), float32 or float64.

    Returns:
        False positive rates, true positive rates and thresholds, each of shape (1 + distinct scores,). The first
        threshold is infinite: nothing is taken for a plane.

    Raises:
        ValueError: ``labels`` hold one class only.
    """
    require_both(labels)
    ordered, order = scores.detach().double().sort(descending=True)
    is_plane = (labels[order] == 1).double()
    is_last = torch.ones(len(ordered), dtype=torch.bool)  # of the pictures of one score: they pass a threshold together
    is_last[:-1] = ordered[1:] != ordered[:-1]
    start = torch.zeros(1)
    fpr = torch.cat([start, (1 - is_plane).cumsum(0)[is_last] / (1 - is_plane).sum()])
    tpr = torch.cat([start, is_plane.cumsum(0)[is_last] / is_plane.sum()])
    return fpr, tpr, torch.cat([torch.full_like(start, torch.inf), ordered[is_last]])


def roc_auc(labels: Tensor, scores: Tensor) -> float:
    """Return the area under the ROC curve, straight lines between its points.

    This is also the share of all pairs of a plane and another picture in which the plane has the larger score; a pair of
    equal scores counts half.

    Args:
        labels: 1 for a plane, 0 for anything else; int64 of shape (N,).
        scores: of shape (N,), float32 or float64.

    Returns:
        A number between 0 and 1.

    Raises:
        ValueError: ``labels`` hold one class only.
    """
    fpr, tpr, _ = roc_curve(labels, scores)
    return float(((fpr[1:] - fpr[:-1]) * (tpr[1:] + tpr[:-1])).sum() / 2)


def plane_loss(logits: Tensor, labels: Tensor) -> Tensor:
    """Return the weighted mean of the binary cross-entropy of "plane" against "anything else".

    A plane costs minus the logarithm of its probability ``p`` from ``plane_scores``, any other picture minus the
    logarithm of ``1 - p``. Planes weigh ``PLANE_WEIGHT``, others 1; the sum of weighted losses is divided by the sum of
    the weights.

    Args:
        logits: of ten classes, shape (N, 10), float32 or float64; of any size, without overflow.
        labels: classes of CIFAR-10 from 0 to 9, int64 of shape (N,).

    Returns:
        One number, without axes, through which gradients flow to ``logits``.
    """
    log_plane = logits.log_softmax(dim=1)[:, PLANE]
    log_other = logits[:, PLANE + 1 :].logsumexp(dim=1) - logits.logsumexp(dim=1)
    is_plane = labels == PLANE
    losses = -torch.where(is_plane, log_plane, log_other)
    weights = torch.where(is_plane, PLANE_WEIGHT, 1.0)
    return (weights * losses).sum() / weights.sum()
