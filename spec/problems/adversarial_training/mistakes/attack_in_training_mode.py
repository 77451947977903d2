"""This is the result when the attack meets the model in training mode. Every pass of the attack then moves the running averages of
batch normalisation: which batches should these averages know?"""

FAILS = ["hidden/test_epoch.py::test_attack_meets_evaluation_mode"]


def adversarial_epoch(model, loader, attack, optimizer):
    total, count = 0.0, 0
    model.train()
    for x, y in loader:
        attacked = attack(model, x, y)
        loss = F.cross_entropy(model(attacked), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
