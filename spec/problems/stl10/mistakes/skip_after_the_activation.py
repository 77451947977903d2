"""This is the result when the skip connection is added after the activation."""

FAILS = [
    "hidden/test_network.py::test_skip_connection",
    "hidden/test_network.py::test_gradients",
]


class Block(Block):
    def forward(self, x):
        first = self.conv1(x)
        second = self.activation(self.norm2(self.conv2(self.activation(self.norm1(first)))))
        return self.dropout(self.pool(second + first if self.use_skip else second))
