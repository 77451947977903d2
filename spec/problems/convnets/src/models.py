"""The networks of this homework."""

from torch import nn


class ShallowNet(nn.Module):
    """The network of the hand-out's `nn.Sequential` as a class: one convolution and one linear layer."""

    def __init__(self):
        super().__init__()
        # BEGIN SOLUTION
        self.conv = nn.Conv2d(3, 16, kernel_size=5, stride=2)
        self.relu = nn.ReLU()
        self.pool = nn.MaxPool2d(2)
        self.fc = nn.Linear(16 * 7 * 7, 10)
        # END SOLUTION

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        # BEGIN SOLUTION
        maps = self.pool(self.relu(self.conv(x)))
        return self.fc(maps.flatten(1))
        # END SOLUTION


class SimpleConvNet(nn.Module):
    """Three convolutions, with or without batch normalisation and residual connections.

    Args:
        batch_norm: whether each of the three convolutions is followed by a batch normalisation.
        residual: whether the second and the third convolution have a connection around them.
    """

    def __init__(self, batch_norm=False, residual=False):
        super().__init__()
        # BEGIN SOLUTION
        self.residual = residual
        self.conv1 = nn.Conv2d(3, 32, 3, padding=1)
        self.conv2 = nn.Conv2d(32, 32, 3, padding=1)
        self.conv3 = nn.Conv2d(32, 64, 3, stride=2, padding=1)
        self.norm1 = nn.BatchNorm2d(32) if batch_norm else nn.Identity()
        self.norm2 = nn.BatchNorm2d(32) if batch_norm else nn.Identity()
        self.norm3 = nn.BatchNorm2d(64) if batch_norm else nn.Identity()
        if residual:
            self.shortcut = nn.Conv2d(32, 64, 1, stride=2)
        self.pool = nn.MaxPool2d(2)
        self.fc = nn.Linear(64, 10)
        # END SOLUTION

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        # BEGIN SOLUTION
        first = self.pool(self.norm1(self.conv1(x)).relu())
        second = self.norm2(self.conv2(first))
        if self.residual:
            second = second + first
        second = second.relu()
        third = self.norm3(self.conv3(second))
        if self.residual:
            third = third + self.shortcut(second)
        return self.fc(third.relu().mean(dim=(2, 3)))
        # END SOLUTION
