"""model.eval() stays until model.train() is called."""

FAILS = [
    "hidden/test_network.py::test_fit_uses_every_example_once_an_epoch",
]


def fit(
    model: nn.Module, train: Any, valid: Any, n_epochs: int, loss: Loss = F.cross_entropy
) -> dict[str, list[float]]:
    x, y = train
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    history: dict[str, list[float]] = {"train": [], "valid": []}
    for _ in range(n_epochs):
        pass
        for batch in torch.randperm(len(x)).split(64):
            optimizer.zero_grad()
            loss(model(x[batch]), y[batch]).backward()
            optimizer.step()
        history["train"].append(accuracy(model, *train))
        history["valid"].append(accuracy(model, *valid))
    return history
