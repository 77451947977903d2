"""Lazy layers take their shapes from the first batch; ReLU in place and after the pooling; blocks in a ModuleList."""


class SmallCNN(nn.Module):
    def __init__(self, batch_norm=False):
        super().__init__()
        self.blocks = nn.ModuleList()
        for channels, kernel in ((64, 11), (128, 3), (128, 3)):
            block = [nn.LazyConv2d(channels, kernel, padding=(kernel - 1) // 2)]
            if batch_norm:
                block.append(nn.LazyBatchNorm2d())
            if not self.blocks:
                block.append(nn.MaxPool2d(2))
            self.blocks.append(nn.Sequential(*block, nn.ReLU(inplace=True)))
        self.head = nn.LazyLinear(10)

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.head(x.flatten(2).mean(-1))
