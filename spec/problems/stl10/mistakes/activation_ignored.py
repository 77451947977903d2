"""This is the result when the activation is ReLU whatever the setting says."""

FAILS = [
    "hidden/test_network.py::test_activations",
    "hidden/test_fit.py::test_fit_takes_the_steps",
]


class Block(Block):
    def __init__(self, n_in, n_out, settings):
        super().__init__(n_in, n_out, settings)
        self.activation = nn.ReLU()
