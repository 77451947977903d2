"""This is the result with a ReLU after the linear layer. Negative logits all become zero then."""

FAILS = [
    "hidden/test_outputs.py::test_simple_forward_pass",
    "hidden/test_outputs.py::test_batch_norm_in_training",
    "hidden/test_outputs.py::test_batch_norm_in_evaluation",
    "hidden/test_outputs.py::test_residual_connections",
    "hidden/test_gradients.py::test_gradients",
    "hidden/test_accuracy.py::test_keeps_what_it_learned",
    "hidden/test_real_cifar.py::test_simple_conv_net_on_cifar",
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
            third = third + self.shortcut(second)
        return self.fc(third.relu().mean(dim=(2, 3))).relu()
