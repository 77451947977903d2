"""The networks of this homework."""

from torch import nn


class Digit_Classifier(nn.Module):
    """Fully connected network for handwritten digits: 784 inputs, hidden layers of 128 and 64 with ReLU, 10 logits."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(28 * 28, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of flat pictures of shape (N, 784)."""
        hidden = self.fc1(x).relu()
        hidden = self.fc2(hidden).relu()
        return self.fc3(hidden)


class Dog_Classifier_FC(nn.Module):
    """Fully connected network for dogs: 12288 inputs, hidden layers of 128 and 64 with ReLU, 10 logits."""

    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(64 * 64 * 3, 128)
        self.fc2 = nn.Linear(128, 64)
        self.fc3 = nn.Linear(64, 10)

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of flat pictures of shape (N, 12288)."""
        hidden = self.fc1(x).relu()
        hidden = self.fc2(hidden).relu()
        return self.fc3(hidden)


class Dog_Classifier_Conv(nn.Module):
    """Convolutional network for dogs: conv 16, ReLU, max-pool 2, conv 32, ReLU, max-pool 2, linear 10.

    Args:
        kernel_size: two tuples (height, width), the kernels of the first and of the second convolution.
        stride: two tuples (down, across), their strides.
    """

    def __init__(self, kernel_size, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 16, kernel_size[0], stride=stride[0])
        self.conv2 = nn.Conv2d(16, 32, kernel_size[1], stride=stride[1])
        self.pool = nn.MaxPool2d(2)
        sides = [64, 64]
        for kernel, step in zip(kernel_size, stride):
            sides = [((sides[axis] - kernel[axis]) // step[axis] + 1) // 2 for axis in (0, 1)]
        self.fc = nn.Linear(32 * sides[0] * sides[1], 10)

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of pictures of shape (N, 64, 64, 3), channels last."""
        maps = self.pool(self.conv1(x.permute(0, 3, 1, 2)).relu())
        maps = self.pool(self.conv2(maps).relu())
        return self.fc(maps.flatten(1))


class CifarNet(nn.Module):
    """Small convolutional network for pictures of 32 x 32 in [-1, 1]: two convolutions of 5 x 5, then 120, 84 and 10."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.pool = nn.MaxPool2d(2)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of pictures of shape (N, 3, 32, 32)."""
        maps = self.pool(self.conv1(x).relu())
        maps = self.pool(self.conv2(maps).relu())
        hidden = self.fc1(maps.flatten(1)).relu()
        hidden = self.fc2(hidden).relu()
        return self.fc3(hidden)


class AlexNet(nn.Module):
    """AlexNet for pictures of 32 x 32: five convolutions of 3 x 3, then two hidden layers with dropout before each.

    Args:
        hidden: nodes of each hidden layer.
        dropout: probability with which dropout sets an input of a hidden layer to zero.
    """

    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__()
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

    def forward(self, x):
        """Logits of shape (N, 10) for a batch of pictures of shape (N, 3, 32, 32)."""
        return self.classifier(self.features(x).flatten(1))


class SmallCNN(nn.Module):
    """Small convolutional network for 32 x 32 colour pictures, with or without batch normalisation.

    Args:
        batch_norm: whether each convolution is followed by a batch normalisation.
    """

    def __init__(self, batch_norm=False):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 11, padding=5)
        self.conv2 = nn.Conv2d(64, 128, 3, padding=1)
        self.conv3 = nn.Conv2d(128, 128, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(64) if batch_norm else nn.Identity()
        self.norm2 = nn.BatchNorm2d(128) if batch_norm else nn.Identity()
        self.norm3 = nn.BatchNorm2d(128) if batch_norm else nn.Identity()
        self.pool = nn.MaxPool2d(2, stride=2)
        self.fc = nn.Linear(128, 10)

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        maps = self.pool(self.norm1(self.conv1(x)).relu())
        maps = self.norm2(self.conv2(maps)).relu()
        maps = self.norm3(self.conv3(maps)).relu()
        return self.fc(maps.mean(dim=(2, 3)))


class BetterCNN(nn.Module):
    """A network of your own design for the same pictures: deeper than SmallCNN, and better than both kinds of it."""

    def __init__(self):
        super().__init__()
        layers = []
        channels = 3
        for width, convolutions in ((32, 2), (64, 2), (128, 2)):
            for _ in range(convolutions):
                layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
                channels = width
            layers += [nn.MaxPool2d(2), nn.Dropout(0.2)]
        self.features = nn.Sequential(*layers)
        self.fc = nn.Linear(128, 10)

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        return self.fc(self.features(x).mean(dim=(2, 3)))


class ShallowNet(nn.Module):
    """The network of the hand-out's `nn.Sequential` as a class: one convolution and one linear layer."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 16, kernel_size=5, stride=2)
        self.relu = nn.ReLU()
        self.pool = nn.MaxPool2d(2)
        self.fc = nn.Linear(16 * 7 * 7, 10)

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        maps = self.pool(self.relu(self.conv(x)))
        return self.fc(maps.flatten(1))


class SimpleConvNet(nn.Module):
    """Three convolutions, with or without batch normalisation and residual connections.

    Args:
        batch_norm: whether each of the three convolutions is followed by a batch normalisation.
        residual: whether the second and the third convolution have a connection around them.
    """

    def __init__(self, batch_norm=False, residual=False):
        super().__init__()
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

    def forward(self, x):
        """Logits of shape (N, 10) for pictures of shape (N, 3, 32, 32), channels first."""
        first = self.pool(self.norm1(self.conv1(x)).relu())
        second = self.norm2(self.conv2(first))
        if self.residual:
            second = second + first
        second = second.relu()
        third = self.norm3(self.conv3(second))
        if self.residual:
            third = third + self.shortcut(second)
        return self.fc(third.relu().mean(dim=(2, 3)))
