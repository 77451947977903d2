"""This is the result when the activation follows the last layer as well. A logit may be negative."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_gradients_reach_every_layer",
    "hidden/test_accuracy.py::test_learns_signs",
]


class LetterClassifier(LetterClassifier):
    def forward(self, x: Tensor) -> Tensor:
        return self.activation(super().forward(x))
