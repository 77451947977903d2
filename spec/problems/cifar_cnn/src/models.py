"""The networks of this homework."""

from torch import nn


class CifarNet(nn.Module):
    """Small convolutional network for pictures of 32 x 32 in [-1, 1]: two convolutions of 5 x 5, then 120, 84 and 10."""

    def __init__(self):
        super().__init__()
        # BEGIN SOLUTION
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.pool = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)
        # END SOLUTION

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of pictures of shape (N, 3, 32, 32)."""
        # BEGIN SOLUTION
        maps = self.pool(self.conv1(x).relu())
        maps = self.pool(self.conv2(maps).relu())
        hidden = self.fc1(maps.flatten(1)).relu()
        hidden = self.fc2(hidden).relu()
        return self.fc3(hidden)
        # END SOLUTION


class AlexNet(nn.Module):
    """AlexNet for pictures of 32 x 32: five convolutions of 3 x 3, then two hidden layers with dropout before each.

    Args:
        hidden: nodes of each hidden layer.
        dropout: probability with which dropout sets an input of a hidden layer to zero.
    """

    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__()
        # BEGIN SOLUTION
        self.features = nn.Sequential(
            nn.Conv2d(3, 64, 3, stride=2, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(64, 192, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(192, 384, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(384, 256, 3, padding=1),
            nn.ReLU(),
            nn.Conv2d(256, 256, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(256 * 2 * 2, hidden),
            nn.ReLU(),
            nn.Dropout(dropout),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Linear(hidden, 10),
        )
        # END SOLUTION

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of pictures of shape (N, 3, 32, 32)."""
        # BEGIN SOLUTION
        return self.classifier(self.features(x).flatten(1))
        # END SOLUTION
