"""Functions for everything without weights, convolutions without biases where a normalisation follows, other names and order."""

import torch.nn.functional as F


class SmallCNN(nn.Module):
    def __init__(self, batch_norm=False):
        super(SmallCNN, self).__init__()
        self.use_bn = batch_norm
        self.classifier = nn.Linear(128, 10)  # not in the order of use
        if batch_norm:
            self.bn3 = nn.BatchNorm2d(128)
            self.bn2 = nn.BatchNorm2d(128)
            self.bn1 = nn.BatchNorm2d(64)
        self.c1 = nn.Conv2d(3, 64, kernel_size=(11, 11), padding="same", bias=not batch_norm)
        self.c2 = nn.Conv2d(64, 128, kernel_size=3, padding="same", bias=not batch_norm)
        self.c3 = nn.Conv2d(128, 128, kernel_size=3, padding="same", bias=not batch_norm)

    def forward(self, x):
        x = self.c1(x)
        if self.use_bn:
            x = self.bn1(x)
        x = F.max_pool2d(F.relu(x), 2)
        x = self.c2(x)
        if self.use_bn:
            x = self.bn2(x)
        x = F.relu(x)
        x = self.c3(x)
        if self.use_bn:
            x = self.bn3(x)
        x = F.relu(x)
        x = F.avg_pool2d(x, x.shape[-1]).view(x.size(0), -1)
        return self.classifier(x)
