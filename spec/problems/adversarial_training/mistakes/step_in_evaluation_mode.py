"""This is the result when the step is taken in the mode that the attack needs. Which mode does batch normalisation learn in?"""

FAILS = [
    "hidden/test_epoch.py::test_steps_in_training_mode",
]


def adversarial_epoch(model, loader, attack, optimizer):
    total, count = 0.0, 0
    model.eval()
    for x, y in loader:
        attacked = attack(model, x, y)
        loss = F.cross_entropy(model(attacked), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
