"""This is the result when the step is taken on the clean batch. What was the attack called for?"""

FAILS = [
    "public/test_worked_examples.py::test_epoch_by_hand",
    "public/test_worked_examples.py::test_training_by_hand",
    "hidden/test_epoch.py::test_trains_on_attacked_samples",
    "hidden/test_epoch.py::test_loss_of_all_samples",
    "hidden/test_real_cifar.py::test_robust_on_cifar",
]


def adversarial_epoch(model, loader, attack, optimizer):
    total, count = 0.0, 0
    for x, y in loader:
        model.eval()
        attack(model, x, y)
        model.train()
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
