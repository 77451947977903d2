"""This is the result when the accuracies are measured in evaluation mode, and only the steps are made in training mode."""

FAILS = [
    "hidden/test_fitting.py::test_overfits_one_batch",
]


def overfit_one_batch(model, train_loader, optimizer, max_steps=500):
    criterion = nn.CrossEntropyLoss()
    inputs, labels = next(iter(train_loader))
    accuracies = []
    for _ in range(max_steps):
        model.eval()
        with torch.no_grad():
            right = (model(inputs).argmax(dim=1) == labels).sum().item()
        accuracies.append(100 * right / len(labels))
        if accuracies[-1] == 100:
            break
        model.train()
        optimizer.zero_grad()
        criterion(model(inputs), labels).backward()
        optimizer.step()
    return accuracies
