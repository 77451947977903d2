"""This is the result when every epoch writes the file: it holds the last epoch, not the best."""

FAILS = ["hidden/test_training.py::test_best_epoch_is_stored"]


def adversarial_training(model, train_loader, valid_loader, attack, optimizer, n_epochs, file="models/best_robust.pt"):
    import copy

    history = {"loss": [], "robust": []}
    best, state = -1.0, None
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    for _ in range(n_epochs):
        history["loss"].append(adversarial_epoch(model, train_loader, attack, optimizer))
        history["robust"].append(attacked_accuracy(model, attack, valid_loader))
        torch.save(model.state_dict(), file)
        if history["robust"][-1] > best:
            best, state = history["robust"][-1], copy.deepcopy(model.state_dict())
    model.load_state_dict(state)
    model.eval()
    return history
