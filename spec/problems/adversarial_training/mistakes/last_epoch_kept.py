"""This is the result when the last epoch is kept: without a look at its robust accuracy, by the training loss for example, or because
state_dict() holds no copies, and its tensors change with the next step."""

FAILS = [
    "hidden/test_training.py::test_best_epoch_is_kept",
    "hidden/test_training.py::test_first_of_equals_is_kept",
    "hidden/test_training.py::test_best_epoch_is_stored",
]


def adversarial_training(model, train_loader, valid_loader, attack, optimizer, n_epochs, file="models/best_robust.pt"):
    history = {"loss": [], "robust": []}
    for _ in range(n_epochs):
        history["loss"].append(adversarial_epoch(model, train_loader, attack, optimizer))
        history["robust"].append(attacked_accuracy(model, attack, valid_loader))
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), file)
    model.eval()
    return history
