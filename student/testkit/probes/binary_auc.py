"""Probes of the binary_auc problem: curves and areas from their definitions, and the gradient of a loss."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from testkit import check

PROBES = "testkit.probes.binary_auc"

# With at most 200 pictures, one in the wrong place moves a rate by 1/200 and one pair of pictures the area by 1e-4.
EXACT = {"rtol": 0.0, "atol": 1e-5}


def pairs(labels: Tensor, scores: Tensor) -> float:
    """Return the share of pairs in which the plane has the larger score; equal scores count half."""
    planes, others = scores[labels == 1].double().unsqueeze(1), scores[labels == 0].double()
    return float((planes > others).double().mean() + (planes == others).double().mean() / 2)


def curve(labels: Tensor, scores: Tensor) -> tuple[list[float], list[float], list[float]]:
    """Return the rates at each distinct score, from the largest down, after (0, 0); and these scores, without the first."""
    thresholds = sorted(set(scores.tolist()), reverse=True)
    fpr, tpr = [0.0], [0.0]
    for threshold in thresholds:
        taken = scores >= threshold
        fpr.append(float(taken[labels == 0].double().mean()))
        tpr.append(float(taken[labels == 1].double().mean()))
    return fpr, tpr, thresholds


def count(part: Any) -> int:
    """Return the length of a list, or of an array or tensor with one axis; -1 for anything else."""
    listed = part.ndim == 1 if isinstance(part, (Tensor, np.ndarray)) else isinstance(part, (list, tuple))
    return len(part) if listed else -1


def judge_curve(answer: Any, labels: Tensor, scores: Tensor, hint: str = "") -> None:
    """Compare the student's answer with ``curve``; lists, arrays and tensors count alike.

    Args:
        answer: of the student's roc_curve.
        labels: 1 and 0.
        scores: of the same length.
        hint: the test's own hint, for wrong rates.
    """
    expected = curve(labels, scores)
    fpr, tpr, thresholds = check.unpack(answer, 3, what="what roc_curve returns")
    check.close(fpr, expected[0], **EXACT, what="the false positive rates", hint=hint)
    check.close(tpr, expected[1], **EXACT, what="the true positive rates", hint=hint)
    check.that(
        count(thresholds) == len(expected[2]) + 1, "There should be as many thresholds as there are points of the curve."
    )
    check.that(
        check.is_number(thresholds[0]) and float(thresholds[0]) > expected[2][0],
        "The first threshold should be infinite, or at least larger than every score.",
        hint="At the first point, (0, 0), nothing is taken for a plane.",
    )
    check.close(thresholds[1:], expected[2], **EXACT, what="the thresholds after the first", hint=hint)


def loss_by_hand(logits: Tensor, labels: Tensor) -> Tensor:
    """Return the weighted loss, picture by picture, with the difference of plane and others as one logit."""
    odds = logits[:, 0] - logits[:, 1:].logsumexp(1)
    total, weight = logits.new_zeros(()), 0.0
    for one, label in zip(odds, labels.tolist(), strict=True):
        share = 9.0 if label == 0 else 1.0
        total = total + share * torch.nn.functional.softplus(-one if label == 0 else one)
        weight += share
    return total / weight


def slope(loss: Callable[[Tensor, Tensor], Any], logits: Tensor, labels: Tensor) -> Any:
    """Return the gradient of ``loss(logits, labels)`` with respect to the logits; None if it does not depend on them."""
    leaf = logits.detach().clone().requires_grad_()
    value = loss(leaf, labels)
    if not isinstance(value, Tensor) or value.numel() != 1 or not value.requires_grad:
        return None
    return torch.autograd.grad(value.sum(), leaf, allow_unused=True)[0]


def draw(rng: torch.Generator, planes: int, others: int, levels: int = 0, better: float = 0.3) -> tuple[Tensor, Tensor]:
    """Return labels and scores in random order, whose area is on the asked side of 1/2 and not near 0, 1/2 or 1.

    Args:
        rng: the test's own generator.
        planes: how many pictures have the label 1.
        others: how many have the label 0.
        levels: how many different scores there are, so that many are equal; 0: no two are equal.
        better: added to the planes' scores before they are ranked; where it is negative, the area is below 1/2.
    """
    n = planes + others
    while True:
        labels = (torch.randperm(n, generator=rng) < planes).long()
        raw = torch.rand(n, generator=rng, dtype=torch.float64) + better * labels
        ranks = raw.argsort().argsort()
        # Quotients of a power of two are exact in float32, so that equal scores are equal and others are not.
        scores = (ranks * levels // n if levels else ranks).float() / 256
        above = pairs(labels, scores) - 0.5
        if 0.1 < (above if better > 0 else -above) < 0.4:
            return labels, scores
