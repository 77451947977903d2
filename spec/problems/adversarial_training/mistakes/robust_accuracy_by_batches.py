"""This is the result when the accuracies of the batches are averaged: a sample of the small last batch then counts more."""

FAILS = ["hidden/test_training.py::test_history_counts_attacked_samples"]


def attacked_accuracy(model, attack, loader):
    model.eval()
    shares = []
    for x, y in loader:
        attacked = attack(model, x, y)
        with torch.no_grad():
            shares.append(float((model(attacked).argmax(1) == y).float().mean()))
    return 100 * sum(shares) / len(shares)
