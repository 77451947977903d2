"""This is the result when a folder is made also where the file lies in none: the name of its folder is empty."""

FAILS = ["hidden/test_training.py::test_ends_in_evaluation_mode"]


def adversarial_training(
    model, train_loader, valid_loader, attack, optimizer, n_epochs, file="models/best_robust.pt", original=adversarial_training
):
    import os

    os.makedirs(os.path.dirname(file), exist_ok=True)
    return original(model, train_loader, valid_loader, attack, optimizer, n_epochs, file)
