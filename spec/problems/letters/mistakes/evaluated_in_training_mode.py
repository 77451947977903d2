"""This is the result when accuracies are computed in training mode."""

FAILS = [
    "hidden/test_network.py::test_fit_uses_every_example_once_an_epoch",
]


def accuracy(model: nn.Module, x: Tensor, y: Tensor) -> float:
    with torch.no_grad():
        return 100 * float((model(x).argmax(dim=1) == y).double().mean())
