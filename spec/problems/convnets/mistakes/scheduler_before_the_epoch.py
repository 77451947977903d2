"""This is the result when the scheduler steps at the beginning of an epoch. The first epoch then has the second
rate."""

FAILS = [
    "hidden/test_fitting.py::test_scheduler_steps_per_epoch",
    "hidden/test_accuracy.py::test_keeps_what_it_learned",
]


def fit(model, train_loader, valid_loader, optimizer, scheduler=None, n_epochs=1, best_path=None):
    history = {"train_loss": [], "train_accuracy": [], "valid_loss": [], "valid_accuracy": []}
    best = None
    for _ in range(n_epochs):
        if scheduler is not None:
            scheduler.step()
        model, train_loss, train_accuracy = _train(model, train_loader, optimizer)
        history["train_loss"].append(train_loss)
        history["train_accuracy"].append(train_accuracy)
        loss, accuracy = _test(model, valid_loader)
        history["valid_loss"].append(loss)
        history["valid_accuracy"].append(accuracy)
        if best_path is not None:
            best = save_best(model, accuracy, best, best_path)
    return history
