"""This is the result when the losses of the batches are averaged: a sample of the small last batch then counts more than the others."""

FAILS = ["hidden/test_epoch.py::test_loss_of_all_samples"]


def adversarial_epoch(model, loader, attack, optimizer):
    losses = []
    for x, y in loader:
        model.eval()
        attacked = attack(model, x, y)
        model.train()
        loss = F.cross_entropy(model(attacked), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)
