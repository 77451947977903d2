"""This is the result when no activation follows the second convolution."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_skip_connection",
    "hidden/test_network.py::test_activations",
    "hidden/test_network.py::test_gradients",
    "hidden/test_fit.py::test_fit_takes_the_steps",
    "hidden/test_fit.py::test_fit_records_plain_losses",
    "hidden/test_fit.py::test_augmentation_is_for_training",
]


class Block(Block):
    def forward(self, x):
        first = self.conv1(x)
        second = self.norm2(self.conv2(self.activation(self.norm1(first))))
        return self.dropout(self.pool(second + first if self.use_skip else second))
