"""This is the result when evaluation mode is set before the loop only: the first step sets training mode, and the second attack finds it.
When does the mode have to change?"""

FAILS = ["hidden/test_epoch.py::test_attack_meets_evaluation_mode"]


def adversarial_epoch(model, loader, attack, optimizer):
    total, count = 0.0, 0
    model.eval()
    for x, y in loader:
        attacked = attack(model, x, y)
        model.train()
        loss = F.cross_entropy(model(attacked), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
