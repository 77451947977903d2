"""The mode set back after each attack, zero_grad on the model, the best state as clones."""


def adversarial_epoch(model, loader, attack, optimizer):
    model.train()
    total, n = torch.zeros(()), 0
    for x, y in loader:
        was = model.training
        model.eval()
        try:
            bad = attack(model, x, y)
        finally:
            model.train(was)
        model.zero_grad()
        loss = nn.CrossEntropyLoss(reduction="sum")(model(bad), y)
        (loss / len(y)).backward()
        optimizer.step()
        total += loss.detach()
        n += len(y)
    return (total / n).item()


def adversarial_training(model, train_loader, valid_loader, attack, optimizer, n_epochs, file="models/best_robust.pt"):
    best_accuracy, best_state = None, None
    losses, robust = [], []
    for _ in range(n_epochs):
        losses += [adversarial_epoch(model, train_loader, attack, optimizer)]
        robust += [attacked_accuracy(model, attack, valid_loader)]
        if best_accuracy is None or robust[-1] > best_accuracy:
            best_accuracy, best_state = robust[-1], {k: v.clone() for k, v in model.state_dict().items()}
    model.load_state_dict(best_state)
    import os

    os.makedirs(os.path.dirname(file) or ".", exist_ok=True)
    torch.save(model.state_dict(), file)
    model.eval()
    return {"robust": robust, "loss": losses}
