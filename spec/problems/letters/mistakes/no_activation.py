"""This is the result without any activation. Three linear layers in a row are one."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_gradients_reach_every_layer",
    "hidden/test_accuracy.py::test_learns_signs",
]


class LetterClassifier(LetterClassifier):
    def forward(self, x: Tensor) -> Tensor:
        return self.last(self.second(self.first(x)))
