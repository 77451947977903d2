"""This is the result when the network ends with a softmax. Cross-entropy in PyTorch applies it itself, and a second one
flattens every difference."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_gradients_reach_every_layer",
    "hidden/test_accuracy.py::test_learns_signs",
]


class LetterClassifier(LetterClassifier):
    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x).softmax(dim=1)
