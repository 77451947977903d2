"""This is the result when fit always minimises the plain cross-entropy. The loss is one of its arguments."""

FAILS = [
    "hidden/test_network.py::test_fit_lowers_its_loss",
]


def fit(
    model: nn.Module, train: Any, valid: Any, n_epochs: int, loss: Loss = F.cross_entropy
) -> dict[str, list[float]]:
    x, y = train
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    history: dict[str, list[float]] = {"train": [], "valid": []}
    for _ in range(n_epochs):
        model.train()
        for batch in torch.randperm(len(x)).split(64):
            optimizer.zero_grad()
            F.cross_entropy(model(x[batch]), y[batch]).backward()
            optimizer.step()
        history["train"].append(accuracy(model, *train))
        history["valid"].append(accuracy(model, *valid))
    return history
