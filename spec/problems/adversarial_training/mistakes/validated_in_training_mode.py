"""This is the result when the validation batches are classified in training mode: batch normalisation then learns from them."""

FAILS = ["hidden/test_training.py::test_validation_teaches_nothing"]


def attacked_accuracy(model, attack, loader):
    right, count = 0, 0
    for x, y in loader:
        model.eval()
        attacked = attack(model, x, y)
        model.train()
        with torch.no_grad():
            right += int((model(attacked).argmax(1) == y).sum())
        count += len(y)
    return 100 * right / count
