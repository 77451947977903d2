"""This is the result when the output of a convolution is added to itself. Which tensor enters the convolution?"""

FAILS = [
    "hidden/test_outputs.py::test_residual_connections",
    "hidden/test_gradients.py::test_gradients",
]


class SimpleConvNet(SimpleConvNet):
    def forward(self, x):
        first = self.pool(self.norm1(self.conv1(x)).relu())
        second = self.norm2(self.conv2(first))
        if self.residual:
            second = second + second
        second = second.relu()
        third = self.norm3(self.conv3(second))
        if self.residual:
            third = third + self.shortcut(second)
        return self.fc(third.relu().mean(dim=(2, 3)))
