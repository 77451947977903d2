"""model.eval() stays until model.train() is called."""

FAILS = [
    "hidden/test_network.py::test_fit_uses_every_example_once_an_epoch",
]


def accuracy(model: nn.Module, x: Tensor, y: Tensor) -> float:
    with torch.no_grad():
        return 100 * float((model(x).argmax(dim=1) == y).double().mean())
