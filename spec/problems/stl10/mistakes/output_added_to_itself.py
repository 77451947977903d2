"""This is the result when the output of the second convolution is added to itself."""

FAILS = [
    "hidden/test_network.py::test_skip_connection",
    "hidden/test_network.py::test_gradients",
]


class Block(Block):
    def forward(self, x):
        first = self.conv1(x)
        second = self.norm2(self.conv2(self.activation(self.norm1(first))))
        return self.dropout(self.pool(self.activation(2 * second if self.use_skip else second)))
