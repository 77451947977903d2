"""This is the result when the hidden layers have 20 and 40 nodes whatever is asked for."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_gradients_reach_every_layer",
]


class LetterClassifier(LetterClassifier):
    def __init__(self, n1: int = 20, n2: int = 40, activation: str = "relu", n_classes: int = 26) -> None:
        super().__init__(20, 40, activation, n_classes)
