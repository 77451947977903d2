"""This is the result when each batch normalisation comes after the activation."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_skip_connection",
    "hidden/test_network.py::test_gradients",
]


class Block(Block):
    def forward(self, x):
        first = self.conv1(x)
        second = self.conv2(self.norm1(self.activation(first)))
        second = second + first if self.use_skip else second
        return self.dropout(self.pool(self.norm2(self.activation(second))))
