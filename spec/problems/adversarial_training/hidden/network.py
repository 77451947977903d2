"""The network of the hand-out and an attack on it, for weights that were handed in."""

import torch
from torch import nn
from torch.nn import functional as F


class RobustNet(nn.Module):
    """What ``src/robust.py`` gives, with the same names."""

    def __init__(self):
        super().__init__()
        self.conv1, self.norm1 = nn.Conv2d(3, 16, 3, padding=1), nn.BatchNorm2d(16)
        self.conv2, self.norm2 = nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32)
        self.conv3, self.norm3 = nn.Conv2d(32, 32, 3, padding=1), nn.BatchNorm2d(32)
        self.linear = nn.Linear(32 * 4 * 4, 10)

    def forward(self, x):
        for conv, norm in ((self.conv1, self.norm1), (self.conv2, self.norm2), (self.conv3, self.norm3)):
            x = F.max_pool2d(norm(conv(x)).relu(), 2)
        return self.linear(x.flatten(1))


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
