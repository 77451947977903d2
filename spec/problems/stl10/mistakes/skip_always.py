"""This is the result when each block has a skip connection whatever use_skip is."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_activations",
    "hidden/test_fit.py::test_fit_takes_the_steps",
    "hidden/test_fit.py::test_fit_records_plain_losses",
    "hidden/test_fit.py::test_augmentation_is_for_training",
]


class Block(Block):
    def __init__(self, n_in, n_out, settings):
        super().__init__(n_in, n_out, settings)
        self.use_skip = True
