"""This is the result when the training accuracy is that of the batches during the epoch. The model was another one at its end."""

FAILS = [
    "hidden/test_network.py::test_fit_returns_accuracies",
]


def fit(model, train, valid, n_epochs, loss=F.cross_entropy):
    x, y = train
    optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)
    history = {"train": [], "valid": []}
    for _ in range(n_epochs):
        model.train()
        right = 0
        for batch in torch.randperm(len(x)).split(64):
            logits = model(x[batch])
            right += (logits.argmax(dim=1) == y[batch]).sum().item()
            optimizer.zero_grad()
            loss(logits, y[batch]).backward()
            optimizer.step()
        history["train"].append(100 * right / len(x))
        history["valid"].append(accuracy(model, *valid))
    return history
