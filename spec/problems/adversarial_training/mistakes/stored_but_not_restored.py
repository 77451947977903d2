"""This is the result when the best weights are in the file and the model keeps those of the last epoch."""

FAILS = [
    "hidden/test_training.py::test_best_epoch_is_kept",
    "hidden/test_training.py::test_first_of_equals_is_kept",
]


def adversarial_training(model, train_loader, valid_loader, attack, optimizer, n_epochs, file="models/best_robust.pt"):
    history = {"loss": [], "robust": []}
    best = -1.0
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    for _ in range(n_epochs):
        history["loss"].append(adversarial_epoch(model, train_loader, attack, optimizer))
        history["robust"].append(attacked_accuracy(model, attack, valid_loader))
        if history["robust"][-1] > best:
            best = history["robust"][-1]
            torch.save(model.state_dict(), file)
    model.eval()
    return history
