"""BetterCNN with shortcuts around pairs of convolutions, strides in place of pooling, and two linear layers with dropout."""


class BetterCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.bodies, self.shortcuts = nn.ModuleList(), nn.ModuleList()
        for n_in, n_out, stride in ((3, 32, 1), (32, 64, 2), (64, 128, 2)):
            self.bodies.append(nn.Sequential(
                nn.Conv2d(n_in, n_out, 3, stride=stride, padding=1), nn.BatchNorm2d(n_out), nn.ReLU(),
                nn.Conv2d(n_out, n_out, 3, padding=1), nn.BatchNorm2d(n_out),
            ))
            self.shortcuts.append(nn.Conv2d(n_in, n_out, 1, stride=stride))
        self.head = nn.Sequential(nn.Linear(128 * 64, 64), nn.ReLU(), nn.Dropout(0.5), nn.Linear(64, 10))

    def forward(self, x):
        for body, shortcut in zip(self.bodies, self.shortcuts):
            x = (body(x) + shortcut(x)).relu()
        return self.head(x.flatten(1))
