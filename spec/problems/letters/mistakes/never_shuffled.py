"""This is the result when the examples come in the same order in every epoch."""

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
        model.train()
        for batch in torch.arange(len(x)).split(64):
            optimizer.zero_grad()
            loss(model(x[batch]), y[batch]).backward()
            optimizer.step()
        history["train"].append(accuracy(model, *train))
        history["valid"].append(accuracy(model, *valid))
    return history
