"""This is the result when the pooling takes the largest number of each window."""

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
    def __init__(self, n_in, n_out, settings):
        super().__init__(n_in, n_out, settings)
        self.pool = nn.MaxPool2d(2)
