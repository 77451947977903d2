"""This is the result when the model is left in training mode: one batch of its user then changes the averages that were chosen with care."""

FAILS = ["hidden/test_training.py::test_ends_in_evaluation_mode"]


def adversarial_training(model, train_loader, valid_loader, attack, optimizer, n_epochs, file="models/best_robust.pt",
                         original=adversarial_training):
    history = original(model, train_loader, valid_loader, attack, optimizer, n_epochs, file)
    model.train()
    return history
