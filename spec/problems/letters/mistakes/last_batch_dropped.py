"""This is the result when a last batch that is smaller than the others is left out."""

FAILS = [
    "hidden/test_grid_search.py::test_grid_search_builds_a_model_for_each_combination",
    "hidden/test_grid_search.py::test_grid_search_chooses_on_the_validation_set",
    "hidden/test_grid_search.py::test_grid_search_returns_the_table",
    "hidden/test_network.py::test_fit_returns_accuracies",
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
        for batch in torch.randperm(len(x))[: len(x) // 16 * 16].split(64):
            optimizer.zero_grad()
            loss(model(x[batch]), y[batch]).backward()
            optimizer.step()
        history["train"].append(accuracy(model, *train))
        history["valid"].append(accuracy(model, *valid))
    return history
