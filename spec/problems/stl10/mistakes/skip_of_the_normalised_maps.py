"""This is the result when the skip connection begins after the first batch normalisation. The hand-out adds the
output of the convolution itself."""

FAILS = [
    "hidden/test_network.py::test_skip_connection",
    "hidden/test_network.py::test_gradients",
]


class Block(Block):
    def forward(self, x):
        first = self.norm1(self.conv1(x))
        second = self.norm2(self.conv2(self.activation(first)))
        return self.dropout(self.pool(self.activation(second + first if self.use_skip else second)))
