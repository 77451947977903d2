"""The best weights as copies in memory, written at the end; lists by name; validation without a scheduler's help."""

from copy import deepcopy


def fit(model, train_loader, valid_loader, optimizer, scheduler=None, n_epochs=1, best_path=None):
    train_losses, train_accs, valid_losses, valid_accs = [], [], [], []
    best_weights, best_acc = None, -1
    for epoch in range(n_epochs):
        _, train_loss, train_acc = _train(model, train_loader, optimizer)
        if scheduler:
            scheduler.step()
        valid_loss, valid_acc = _test(model, valid_loader)
        if valid_acc > best_acc:
            best_acc, best_weights = valid_acc, deepcopy(model.state_dict())
        train_losses.append(train_loss)
        train_accs.append(train_acc)
        valid_losses.append(valid_loss)
        valid_accs.append(valid_acc)
        print(f"epoch {epoch + 1}: {train_loss:.3f} {valid_loss:.3f}")
    if best_path:
        torch.save(best_weights, best_path)
    return {"train_loss": train_losses, "train_accuracy": train_accs, "valid_loss": valid_losses, "valid_accuracy": valid_accs}


def load_best(model, path):
    with open(path, "rb") as file:
        weights = torch.load(file, map_location="cpu")
    model.load_state_dict(weights)
    model.eval()
    return model
