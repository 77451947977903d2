"""The gradient of the loss, with which the network is trained again."""

import torch

from testkit import check, number, weight
from testkit.probes import binary_auc as probes


def judge(student, logits, labels, hint, **tolerance):
    """Compare the gradient of plane_loss with that of the loss by hand."""
    expected = probes.slope(probes.loss_by_hand, logits, labels)
    found = student.module(probes.PROBES).slope(student.module("src.binary").plane_loss, logits, labels)
    check.that(
        found is not None,
        "No gradient flows through plane_loss to the logits.",
        hint="The result should be a tensor without axes, computed from the logits without .item(), .detach() or NumPy.",
    )
    check.close(found, expected, **tolerance, what="the gradient of plane_loss", hint=hint)


@number("17")
@weight(2)
def test_gradient_of_the_loss(student, rng):
    """Gradients flow through plane_loss to the logits of all ten classes, and are right."""
    labels = torch.randint(10, (16,), generator=rng)
    labels[torch.randperm(16, generator=rng)[:3]] = 0
    judge(student, torch.randn(16, 10, generator=rng, dtype=torch.float64), labels, rtol=1e-6, atol=1e-9,
          hint="If the loss itself is right: does every part of it come from the logits by operations of torch?")


@number("18")
@weight(1)
def test_gradient_at_large_logits(student, rng):
    """The gradient of plane_loss is finite and right for logits of several hundred."""
    labels = torch.randint(1, 10, (12,), generator=rng)
    labels[:4] = 0
    logits = torch.randn(12, 10, generator=rng, dtype=torch.float64)
    logits[:, 0] += torch.tensor([-400.0, 400, -200, 300] * 3, dtype=torch.float64)
    judge(student, logits, labels, rtol=1e-6, atol=1e-6,
          hint="If the gradient is right for small logits: what do exp and log make of logits of several hundred?")
