"""This is the result when the network has ten outputs, as for digits. The alphabet has more letters."""

FAILS = [
    "public/test_worked_examples.py::test_classifier_returns_logits",
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_gradients_reach_every_layer",
]


class LetterClassifier(LetterClassifier):
    def __init__(self, n1: int = 20, n2: int = 40, activation: str = "relu", n_classes: int = 10) -> None:
        super().__init__(n1, n2, activation, n_classes)
