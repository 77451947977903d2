"""This is the result when an unknown activation quietly becomes a ReLU."""

FAILS = [
    "hidden/test_network.py::test_unknown_activation",
]


class LetterClassifier(LetterClassifier):
    def __init__(self, n1: int = 20, n2: int = 40, activation: str = "relu", n_classes: int = 26) -> None:
        super().__init__(n1, n2, activation if activation in ("sigmoid", "tanh") else "relu", n_classes)
