"""This is the result when the last epoch is kept: without a look at its robust accuracy, by the training loss for example, or because
state_dict() holds no copies, and its tensors change with the next step."""

FAILS = [
    "hidden/test_training.py::test_best_epoch_is_kept",
    "hidden/test_training.py::test_first_of_equals_is_kept",
    "hidden/test_training.py::test_best_epoch_is_stored",
]


def adversarial_training(model, train_loader, valid_loader, attack, optimizer, n_epochs, file="models/best_robust.pt"):
    history = {"loss": [], "robust": []}
    best, state = -1.0, None
    for _ in range(n_epochs):
        history["loss"].append(adversarial_epoch(model, train_loader, attack, optimizer))
        history["robust"].append(attacked_accuracy(model, attack, valid_loader))
        if history["robust"][-1] > best:
            best, state = history["robust"][-1], model.state_dict()
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    torch.save(state, file)
    model.load_state_dict(state)
    model.eval()
    return history
