"""The networks of this homework."""

from torch import nn


class SmallCNN(nn.Module):
    """Small convolutional network for 32 x 32 colour pictures, with or without batch normalisation.

    Args:
        batch_norm: whether each convolution is followed by a batch normalisation.
    """

    def __init__(self, batch_norm=False):
        super().__init__()
        # BEGIN SOLUTION
        self.conv1 = nn.Conv2d(3, 64, 11, padding=5)
        self.conv2 = nn.Conv2d(64, 128, 3, padding=1)
        self.conv3 = nn.Conv2d(128, 128, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(64) if batch_norm else nn.Identity()
        self.norm2 = nn.BatchNorm2d(128) if batch_norm else nn.Identity()
        self.norm3 = nn.BatchNorm2d(128) if batch_norm else nn.Identity()
        self.pool = nn.MaxPool2d(2, stride=2)
        self.fc = nn.Linear(128, 10)
        # END SOLUTION

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        # BEGIN SOLUTION
        maps = self.pool(self.norm1(self.conv1(x)).relu())
        maps = self.norm2(self.conv2(maps)).relu()
        maps = self.norm3(self.conv3(maps)).relu()
        return self.fc(maps.mean(dim=(2, 3)))
        # END SOLUTION


class BetterCNN(nn.Module):
    """A network of your own design for the same pictures: deeper than SmallCNN, and better than both kinds of it."""

    def __init__(self):
        super().__init__()
        # BEGIN SOLUTION
        layers = []
        channels = 3
        for width, convolutions in ((32, 2), (64, 2), (128, 2)):
            for _ in range(convolutions):
                layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
                channels = width
            layers += [nn.MaxPool2d(2), nn.Dropout(0.2)]
        self.features = nn.Sequential(*layers)
        self.fc = nn.Linear(128, 10)
        # END SOLUTION

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        # BEGIN SOLUTION
        return self.fc(self.features(x).mean(dim=(2, 3)))
        # END SOLUTION
