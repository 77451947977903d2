"""This is the result when each batch normalisation comes after the ReLU."""

FAILS = [
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_outputs.py::test_residual_connections",
    "hidden/test_gradients.py::test_gradients",
]


class SimpleConvNet(SimpleConvNet):
    def forward(self, x):
        first = self.pool(self.norm1(self.conv1(x).relu()))
        second = self.conv2(first)
        if self.residual:
            second = second + first
        second = self.norm2(second.relu())
        third = self.conv3(second)
        if self.residual:
            third = third + self.shortcut(second)
        return self.fc(self.norm3(third.relu()).mean(dim=(2, 3)))
