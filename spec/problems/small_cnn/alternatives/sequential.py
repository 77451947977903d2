"""Everything in one nn.Sequential; batch normalisation only where it is asked for; an adaptive average pool."""


class SmallCNN(nn.Module):
    def __init__(self, batch_norm=False):
        super().__init__()
        layers = []
        for i, (n_in, n_out, kernel) in enumerate([(3, 64, 11), (64, 128, 3), (128, 128, 3)]):
            layers.append(nn.Conv2d(n_in, n_out, kernel, padding=kernel // 2))
            if batch_norm:
                layers.append(nn.BatchNorm2d(n_out))
            layers.append(nn.ReLU())
            if i == 0:
                layers.append(nn.MaxPool2d(2, 2))
        self.net = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10))

    def forward(self, x):
        return self.net(x)
