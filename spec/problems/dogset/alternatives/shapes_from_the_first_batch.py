"""Lazy layers take their sizes from the first batch; reshape instead of flatten; axes moved one pair at a time."""


class Dog_Classifier_FC(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.LazyLinear(128), nn.ReLU(), nn.LazyLinear(64), nn.ReLU(), nn.LazyLinear(10))

    def forward(self, x):
        return self.layers(x.view(x.shape[0], -1))


class Dog_Classifier_Conv(nn.Module):
    def __init__(self, kernel_size, stride):
        super().__init__()
        self.first, self.second = (
            nn.LazyConv2d(channels, size, step) for channels, size, step in zip((16, 32), kernel_size, stride)
        )
        self.pool, self.act = nn.MaxPool2d(2, 2), nn.ReLU(inplace=True)
        self.out = nn.LazyLinear(10)

    def forward(self, x):
        x = x.transpose(2, 3).transpose(1, 2)
        for layer in (self.first, self.second):
            x = self.pool(self.act(layer(x)))
        return self.out(x.reshape(x.size(0), -1))
