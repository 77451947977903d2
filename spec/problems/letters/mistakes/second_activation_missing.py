"""This is the result when the second hidden layer has no activation. It then does nothing that the last layer could not do."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_gradients_reach_every_layer",
]


class LetterClassifier(LetterClassifier):
    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.second(self.activation(self.first(x))))
