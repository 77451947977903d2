"""Lazy layers in blocks; the connection around the second convolution is an Identity; ReLU in place."""

import torch


class ShallowNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.LazyConv2d(16, 5, stride=2), nn.ReLU(inplace=True), nn.MaxPool2d((2, 2)), nn.Flatten())
        self.classifier = nn.LazyLinear(10)

    def forward(self, x):
        return self.classifier(self.features(x))


class SimpleConvNet(nn.Module):
    def __init__(self, batch_norm=False, residual=False):
        super().__init__()

        def block(channels, stride):
            layers = [nn.LazyConv2d(channels, 3, stride=stride, padding=1)]
            return nn.Sequential(*layers, nn.LazyBatchNorm2d()) if batch_norm else layers[0]

        self.stem = nn.Sequential(block(32, 1), nn.MaxPool2d(2), nn.ReLU(inplace=True))
        self.blocks = nn.ModuleList([block(32, 1), block(64, 2)])
        self.around = nn.ModuleList([nn.Identity(), nn.LazyConv2d(64, 1, stride=2)] if residual else [])
        self.head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.LazyLinear(10))

    def forward(self, x):
        x = self.stem(x)
        for number, block in enumerate(self.blocks):
            given = block(x)
            x = torch.relu(given + self.around[number](x) if len(self.around) else given)
        return self.head(x)
