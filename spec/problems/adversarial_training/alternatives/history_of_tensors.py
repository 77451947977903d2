"""Numbers as tensors and arrays, and an attack that is called under ``enable_grad``."""


def adversarial_epoch(model, loader, attack, optimizer):
    total, count = torch.tensor(0.0, dtype=torch.float64), 0
    for x, y in loader:
        model.eval()
        with torch.enable_grad():
            attacked = attack(model, x.clone(), y.clone())
        model.train()
        optimizer.zero_grad(set_to_none=False)
        loss = F.cross_entropy(model(attacked), y)
        loss.backward()
        optimizer.step()
        total += loss.detach() * x.shape[0]
        count += x.shape[0]
    return total / count
