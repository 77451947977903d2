"""Functions for everything without weights; ReLU after the pooling, which gives the same numbers."""


class CifarNet(nn.Module):
    def __init__(self):
        super(CifarNet, self).__init__()
        self.out = nn.Linear(84, 10)  # not in the order of use
        self.c1, self.c2 = nn.Conv2d(3, 6, (5, 5)), nn.Conv2d(6, 16, (5, 5))
        self.l1, self.l2 = nn.Linear(16 * 5 * 5, 120), nn.Linear(120, 84)

    def forward(self, x):
        F = nn.functional
        x = F.relu(F.max_pool2d(self.c1(x), (2, 2)))
        x = F.relu(F.max_pool2d(self.c2(x), 2))
        x = x.view(-1, 16 * 5 * 5)
        return self.out(F.relu(self.l2(F.relu(self.l1(x)))))


class AlexNet(nn.Module):
    def __init__(self, hidden=4096, dropout=0.5):
        super().__init__()
        self.p = dropout
        self.convs = nn.ModuleList([
            nn.Conv2d(3, 64, 3, 2, 1), nn.Conv2d(64, 192, 3, padding="same"), nn.Conv2d(192, 384, 3, padding=1),
            nn.Conv2d(384, 256, 3, padding=1), nn.Conv2d(256, 256, 3, padding=1),
        ])  # fmt: skip
        self.linears = nn.ModuleList([nn.LazyLinear(hidden), nn.LazyLinear(hidden)])
        self.last = nn.LazyLinear(10)

    def forward(self, x):
        for i, conv in enumerate(self.convs):
            x = nn.functional.relu(conv(x))
            if i in (0, 1, 4):
                x = nn.functional.max_pool2d(x, 2)
        x = x.reshape(x.size(0), -1)
        for linear in self.linears:
            x = nn.functional.relu(linear(nn.functional.dropout(x, self.p, training=self.training)))
        return self.last(x)
