"""This is the result when n1 and n2 are exchanged."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_gradients_reach_every_layer",
]


class LetterClassifier(LetterClassifier):
    def __init__(self, n1: int = 20, n2: int = 40, activation: str = "relu", n_classes: int = 26) -> None:
        super().__init__(n2, n1, activation, n_classes)
