"""This is the result when the file holds the weights of the last epoch: saved whatever the accuracy, or kept as a state_dict, whose
tensors training goes on changing."""

import torch

FAILS = [
    "hidden/test_fitting.py::test_keeps_the_best_epoch",
    "hidden/test_accuracy.py::test_keeps_what_it_learned",
]


def fit(model, train_loader, valid_loader, optimizer, scheduler=None, n_epochs=1, best_path=None):
    history = {"train_loss": [], "train_accuracy": [], "valid_loss": [], "valid_accuracy": []}
    best, best_accuracy = None, None
    for _ in range(n_epochs):
        model, train_loss, train_accuracy = _train(model, train_loader, optimizer)
        history["train_loss"].append(train_loss)
        history["train_accuracy"].append(train_accuracy)
        loss, accuracy = _test(model, valid_loader)
        history["valid_loss"].append(loss)
        history["valid_accuracy"].append(accuracy)
        if scheduler is not None:
            scheduler.step()
        if best is None or accuracy > best_accuracy:
            best, best_accuracy = model.state_dict(), accuracy
    if best_path is not None:
        torch.save(best, best_path)
    return history
