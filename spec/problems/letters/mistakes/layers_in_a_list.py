"""This is the result when the layers are kept in a Python list. PyTorch does not look into it, so no optimizer ever moves
their weights."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_gradients_reach_every_layer",
    "hidden/test_network.py::test_two_models_are_two",
    "hidden/test_accuracy.py::test_learns_signs",
]


class LetterClassifier(nn.Module):
    def __init__(self, n1: int = 20, n2: int = 40, activation: str = "relu", n_classes: int = 26) -> None:
        super().__init__()
        self.activation = {"sigmoid": torch.sigmoid, "tanh": torch.tanh, "relu": torch.relu}.get(activation)
        if self.activation is None:
            raise ValueError("unknown activation")
        self.layers = [nn.Linear(784, n1), nn.Linear(n1, n2), nn.Linear(n2, n_classes)]

    def forward(self, x: Tensor) -> Tensor:
        first, second, last = self.layers
        return last(self.activation(second(self.activation(first(x)))))
