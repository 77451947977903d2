"""This is the result when gradients are set to zero before the attack: what the attack leaves in the parameters is added to the step."""

FAILS = ["hidden/test_epoch.py::test_gradients_of_the_attack_are_removed"]


def adversarial_epoch(model, loader, attack, optimizer):
    total, count = 0.0, 0
    for x, y in loader:
        optimizer.zero_grad()
        model.eval()
        attacked = attack(model, x, y)
        model.train()
        loss = F.cross_entropy(model(attacked), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
