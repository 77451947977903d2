"""This is the result when only the convolution whose input and output have the same shape has a residual
connection."""

FAILS = [
    "public/test_convnets.py::test_weights_of_residual_connections",
    "hidden/test_shapes.py::test_residual_layers",
    "hidden/test_outputs.py::test_residual_connections",
    "hidden/test_gradients.py::test_gradients",
]


class SimpleConvNet(SimpleConvNet):
    def __init__(self, batch_norm=False, residual=False):
        super().__init__(batch_norm, residual)
        if residual:
            del self.shortcut

    def forward(self, x):
        first = self.pool(self.norm1(self.conv1(x)).relu())
        second = self.norm2(self.conv2(first))
        if self.residual:
            second = second + first
        return self.fc(self.norm3(self.conv3(second.relu())).relu().mean(dim=(2, 3)))
