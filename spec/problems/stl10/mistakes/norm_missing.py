"""This is the result when batch_norm has no effect."""

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
        self.norm1, self.norm2 = nn.Identity(), nn.Identity()
