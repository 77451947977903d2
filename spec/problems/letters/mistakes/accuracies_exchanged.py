"""This is the result when the accuracies of the two sets are exchanged."""

FAILS = [
    "public/test_worked_examples.py::test_grid_search_by_hand",
    "hidden/test_grid_search.py::test_grid_search_chooses_on_the_validation_set",
    "hidden/test_grid_search.py::test_grid_search_returns_the_table",
    "hidden/test_grid_search.py::test_grid_search_takes_other_settings",
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
        history["train"].append(accuracy(model, *valid))
        history["valid"].append(accuracy(model, *train))
    return history
