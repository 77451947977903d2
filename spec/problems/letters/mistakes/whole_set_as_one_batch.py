"""This is the result when the whole training set is one batch. An epoch is then a single step."""

FAILS = [
    "hidden/test_network.py::test_fit_uses_every_example_once_an_epoch",
]


def fit(model, train, valid, n_epochs, loss=F.cross_entropy):
    x, y = train
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    history = {"train": [], "valid": []}
    for _ in range(n_epochs):
        model.train()
        order = torch.randperm(len(x))
        optimizer.zero_grad()
        loss(model(x[order]), y[order]).backward()
        optimizer.step()
        history["train"].append(accuracy(model, *train))
        history["valid"].append(accuracy(model, *valid))
    return history
