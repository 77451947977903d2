"""This is the result when an epoch validates before it trains."""

FAILS = [
    "hidden/test_fitting.py::test_fit_records_every_epoch",
    "hidden/test_fitting.py::test_keeps_the_best_epoch",
    "hidden/test_accuracy.py::test_keeps_what_it_learned",
]


def fit(model, train_loader, valid_loader, optimizer, scheduler=None, n_epochs=1, best_path=None):
    history = {"train_loss": [], "train_accuracy": [], "valid_loss": [], "valid_accuracy": []}
    best = None
    for _ in range(n_epochs):
        loss, accuracy = _test(model, valid_loader)
        model, train_loss, train_accuracy = _train(model, train_loader, optimizer)
        history["train_loss"].append(train_loss)
        history["train_accuracy"].append(train_accuracy)
        history["valid_loss"].append(loss)
        history["valid_accuracy"].append(accuracy)
        if scheduler is not None:
            scheduler.step()
        if best_path is not None:
            best = save_best(model, accuracy, best, best_path)
    return history
