"""This is the result when half of the loss comes from the clean batch. The hand-out trains on attacked samples alone."""

FAILS = [
    "public/test_worked_examples.py::test_epoch_by_hand",
    "public/test_worked_examples.py::test_training_by_hand",
    "hidden/test_epoch.py::test_trains_on_attacked_samples",
    "hidden/test_epoch.py::test_steps_in_training_mode",
]


def adversarial_epoch(model, loader, attack, optimizer):
    total, count = 0.0, 0
    for x, y in loader:
        model.eval()
        attacked = attack(model, x, y)
        model.train()
        loss = F.cross_entropy(model(attacked), y)
        optimizer.zero_grad()
        ((loss + F.cross_entropy(model(x), y)) / 2).backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
