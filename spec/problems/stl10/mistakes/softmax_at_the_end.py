"""This is the result when the network ends in a softmax. The loss of this homework applies one itself."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_skip_connection",
    "hidden/test_network.py::test_activations",
    "hidden/test_network.py::test_gradients",
    "hidden/test_fit.py::test_fit_takes_the_steps",
    "hidden/test_fit.py::test_fit_records_plain_losses",
    "hidden/test_fit.py::test_augmentation_is_for_training",
    "hidden/test_accuracy.py::*",
]


class YourModel(YourModel):
    def build_cnn(self):
        return nn.Sequential(super().build_cnn(), nn.Softmax(dim=1))
