"""This is the result when the activation is a ReLU whatever is asked for."""

FAILS = [
    "hidden/test_network.py::test_forward_pass",
    "hidden/test_network.py::test_gradients_reach_every_layer",
]


class LetterClassifier(LetterClassifier):
    def forward(self, x: Tensor) -> Tensor:
        return self.last(torch.relu(self.second(torch.relu(self.first(x)))))
