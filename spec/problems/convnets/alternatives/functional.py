"""Functions for everything without weights; names not in the order of use; no biases before a normalisation."""

import torch
import torch.nn.functional as F


class ShallowNet(nn.Module):
    def __init__(self):
        super(ShallowNet, self).__init__()
        self.out = nn.Linear(784, 10)
        self.c = nn.Conv2d(3, 16, 5, 2)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.c(x)), 2)
        return self.out(x.view(x.size(0), -1))


class SimpleConvNet(nn.Module):
    def __init__(self, batch_norm=False, residual=False):
        super(SimpleConvNet, self).__init__()
        self.bn, self.res = batch_norm, residual
        self.linear = nn.Linear(64, 10)
        if residual:
            self.match = nn.Conv2d(32, 64, kernel_size=1, stride=2)
        if batch_norm:
            self.b1, self.b2, self.b3 = nn.BatchNorm2d(32), nn.BatchNorm2d(32), nn.BatchNorm2d(64)
        self.c1 = nn.Conv2d(3, 32, 3, 1, 1, bias=not batch_norm)
        self.c2 = nn.Conv2d(32, 32, 3, 1, 1, bias=not batch_norm)
        self.c3 = nn.Conv2d(32, 64, 3, 2, 1, bias=not batch_norm)

    def forward(self, x):
        x = self.c1(x)
        if self.bn:
            x = self.b1(x)
        x = F.max_pool2d(F.relu(x), 2)
        out = self.c2(x)
        if self.bn:
            out = self.b2(out)
        x = F.relu(out + x) if self.res else F.relu(out)
        out = self.c3(x)
        if self.bn:
            out = self.b3(out)
        if self.res:
            out += self.match(x)
        x = F.adaptive_avg_pool2d(F.relu(out), (1, 1))
        return self.linear(torch.flatten(x, 1))
