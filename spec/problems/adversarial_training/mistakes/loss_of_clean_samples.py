"""This is the result when the step is taken on attacked samples and the loss is reported for the clean ones."""

FAILS = [
    "public/test_worked_examples.py::test_training_by_hand",
    "hidden/test_epoch.py::test_loss_of_all_samples",
    "hidden/test_epoch.py::test_steps_in_training_mode",
]


def adversarial_epoch(model, loader, attack, optimizer):
    total, count = 0.0, 0
    for x, y in loader:
        model.eval()
        attacked = attack(model, x, y)
        model.train()
        clean = F.cross_entropy(model(x), y)
        loss = F.cross_entropy(model(attacked), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += clean.item() * len(y)
        count += len(y)
    return total / count
