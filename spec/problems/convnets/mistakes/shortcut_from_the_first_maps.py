"""This is the result when the second residual connection begins at the maps that entered the first one."""

FAILS = [
    "hidden/test_outputs.py::test_residual_connections",
    "hidden/test_gradients.py::test_gradients",
]


class SimpleConvNet(SimpleConvNet):
    def forward(self, x):
        first = self.pool(self.norm1(self.conv1(x)).relu())
        second = self.norm2(self.conv2(first))
        if self.residual:
            second = second + first
        second = second.relu()
        third = self.norm3(self.conv3(second))
        if self.residual:
            third = third + self.shortcut(first)
        return self.fc(third.relu().mean(dim=(2, 3)))
