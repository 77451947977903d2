"""This is the result when a residual connection is added after the ReLU."""

FAILS = [
    "hidden/test_outputs.py::test_residual_connections",
    "hidden/test_gradients.py::test_gradients",
]


class SimpleConvNet(SimpleConvNet):
    def forward(self, x):
        first = self.pool(self.norm1(self.conv1(x)).relu())
        second = self.norm2(self.conv2(first))
        second = second.relu()
        if self.residual:
            second = second + first
        third = self.norm3(self.conv3(second))
        third = third.relu()
        if self.residual:
            third = third + self.shortcut(second)
        return self.fc(third.mean(dim=(2, 3)))
