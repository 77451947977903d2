"""This is the result when a copy of the model from the beginning of the epoch is attacked. After some steps it is another network."""

FAILS = ["hidden/test_epoch.py::test_attack_follows_the_weights"]


def adversarial_epoch(model, loader, attack, optimizer):
    import copy

    frozen = copy.deepcopy(model).eval()
    total, count = 0.0, 0
    for x, y in loader:
        attacked = attack(frozen, x, y)
        model.train()
        loss = F.cross_entropy(model(attacked), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
