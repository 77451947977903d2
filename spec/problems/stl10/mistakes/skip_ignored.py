"""This is the result when use_skip has no effect."""

FAILS = [
    "hidden/test_network.py::test_skip_connection",
    "hidden/test_network.py::test_gradients",
]


class Block(Block):
    def __init__(self, n_in, n_out, settings):
        super().__init__(n_in, n_out, settings)
        self.use_skip = False
