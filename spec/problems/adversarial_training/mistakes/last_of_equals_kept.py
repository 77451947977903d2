"""This is the result when an epoch that is only as good as the best takes its place."""

FAILS = ["hidden/test_training.py::test_first_of_equals_is_kept"]


def adversarial_training(model, train_loader, valid_loader, attack, optimizer, n_epochs, file="models/best_robust.pt"):
    history = {"loss": [], "robust": []}
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    for _ in range(n_epochs):
        history["loss"].append(adversarial_epoch(model, train_loader, attack, optimizer))
        history["robust"].append(attacked_accuracy(model, attack, valid_loader))
        if history["robust"][-1] >= max(history["robust"]):
            torch.save(model.state_dict(), file)
    load_best(model, file)
    return history
