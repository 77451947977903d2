"""This is the result when both convolutions of a block share one batch normalisation."""

FAILS = [
    "hidden/test_network.py::test_layers_follow_the_settings",
    "hidden/test_network.py::test_skip_keeps_all_layers",
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_skip_connection",
    "hidden/test_network.py::test_gradients",
]


class Block(Block):
    def __init__(self, n_in, n_out, settings):
        super().__init__(n_in, n_out, settings)
        self.norm2 = self.norm1
