"""This is the result when the loss of the last batch is returned for the epoch."""

FAILS = [
    "hidden/test_epoch.py::test_loss_of_all_samples",
    "hidden/test_training.py::test_history_has_the_losses",
]


def adversarial_epoch(model, loader, attack, optimizer):
    for x, y in loader:
        model.eval()
        attacked = attack(model, x, y)
        model.train()
        loss = F.cross_entropy(model(attacked), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()
