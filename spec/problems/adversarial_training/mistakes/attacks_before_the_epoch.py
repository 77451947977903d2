"""This is the result when every batch is attacked with the weights of the beginning of the epoch: on a copy of the model, or before
the first step. With which weights should the last batch be attacked?"""

FAILS = ["hidden/test_epoch.py::test_attack_follows_the_weights"]


def adversarial_epoch(model, loader, attack, optimizer):
    model.eval()
    ready = [(attack(model, x, y), y) for x, y in loader]
    model.train()
    total, count = 0.0, 0
    for attacked, y in ready:
        loss = F.cross_entropy(model(attacked), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
        count += len(y)
    return total / count
