"""Both networks as one Sequential; flatten as a layer; dropout before the maps are flattened."""


class CifarNet(nn.Sequential):
    def __init__(self):
        super().__init__(
            nn.Conv2d(3, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
        )  # fmt: skip


class AlexNet(nn.Module):
    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__()
        layers, channels = [], 3
        for n, pooled in ((64, True), (192, True), (384, False), (256, False), (256, True)):
            layers += [nn.Conv2d(channels, n, kernel_size=3, stride=2 if channels == 3 else 1, padding=1), nn.ReLU(inplace=True)]
            layers += [nn.MaxPool2d(kernel_size=2)] if pooled else []
            channels = n
        self.body = nn.Sequential(*layers, nn.Dropout(dropout), nn.Flatten())
        self.head = nn.Sequential(
            nn.Linear(1024, hidden), nn.ReLU(), nn.Dropout(dropout), nn.Linear(hidden, hidden), nn.ReLU(), nn.Linear(hidden, 10)
        )

    def forward(self, x):
        return self.head(self.body(x))
