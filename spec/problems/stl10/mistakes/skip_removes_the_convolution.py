"""This is the result when use_skip takes the second convolution away. A connection goes around a layer and leaves
it in place."""

FAILS = [
    "public/test_stl10.py::test_number_of_weights",
    "hidden/test_network.py::test_skip_keeps_all_layers",
    "hidden/test_network.py::test_skip_connection",
    "hidden/test_network.py::test_gradients",
]


class Block(Block):
    def __init__(self, n_in, n_out, settings):
        super().__init__(n_in, n_out, settings)
        if settings.use_skip:
            self.conv2, self.norm2 = nn.Identity(), nn.Identity()
