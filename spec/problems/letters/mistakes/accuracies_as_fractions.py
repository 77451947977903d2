"""This is the result when accuracies are fractions between 0 and 1."""

FAILS = [
    "public/test_worked_examples.py::test_grid_search_by_hand",
    "hidden/test_grid_search.py::test_grid_search_returns_the_table",
    "hidden/test_network.py::test_fit_returns_accuracies",
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
            loss(model(x[batch]), y[batch]).backward()
            optimizer.step()
        history["train"].append(accuracy(model, *train) / 100)
        history["valid"].append(accuracy(model, *valid) / 100)
    return history
