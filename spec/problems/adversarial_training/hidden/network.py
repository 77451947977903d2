"""A strong attack on networks that were handed in."""

import torch
from torch.nn import functional as F


def resisting(model, x, y, rng, *, epsilon, steps, starts):
    """Return the share of samples that a model in evaluation mode names rightly, clean and after PGD from every random start.

    Madry and others, 2018; steps of a quarter of epsilon. The starts are what a network that only hides its gradient near the clean
    picture gives way to.
    """
    with torch.no_grad():
        resists = model(x).argmax(1) == y
    for _ in range(starts):
        attacked = (x + epsilon * (2 * torch.rand(x.shape, generator=rng) - 1)).clamp(0, 1)
        for _ in range(steps):
            attacked.requires_grad_()
            (slope,) = torch.autograd.grad(F.cross_entropy(model(attacked), y), attacked)
            moved = attacked.detach() + epsilon / 4 * slope.sign()
            attacked = moved.clamp(x - epsilon, x + epsilon).clamp(0, 1)
        with torch.no_grad():
            resists &= model(attacked).argmax(1) == y
    return float(resists.double().mean())
