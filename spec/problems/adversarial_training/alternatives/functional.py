"""Gradients by ``torch.autograd.grad``, the loss as a sum that is divided once, copies of the state kept in memory."""


def adversarial_epoch(model, loader, attack, optimizer):
    losses, sizes = [], []
    parameters = [p for p in model.parameters() if p.requires_grad]
    for x, y in loader:
        for module in model.modules():
            module.training = False
        attacked = attack(model, x, y).detach()
        for module in model.modules():
            module.training = True
        loss = F.nll_loss(F.log_softmax(model(attacked), dim=-1), y)
        for parameter, slope in zip(parameters, torch.autograd.grad(loss, parameters)):
            parameter.grad = slope
        optimizer.step()
        losses.append(float(loss) * len(x))
        sizes.append(len(x))
    return sum(losses) / sum(sizes)


def adversarial_training(model, train_loader, valid_loader, attack, optimizer, n_epochs, file="models/best_robust.pt"):
    import copy

    records = []
    for _ in range(n_epochs):
        loss = adversarial_epoch(model, train_loader, attack, optimizer)
        model.eval()
        hits = torch.cat([model(attack(model, x, y)).argmax(-1).eq(y) for x, y in valid_loader])
        records.append((loss, hits.double().mean().item() * 100, copy.deepcopy(model.state_dict())))
    best = max(records, key=lambda record: record[1])[2]
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    torch.save(best, file)
    model.load_state_dict(best)
    return {"loss": [record[0] for record in records], "robust": [record[1] for record in records]}
