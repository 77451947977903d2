"""This is the result when the accuracy is measured after the step. The one before the first step is missing
then."""

FAILS = [
    "hidden/test_fitting.py::test_overfits_one_batch",
    "hidden/test_fitting.py::test_overfits_for_some_steps",
]


def overfit_one_batch(model, train_loader, optimizer, max_steps=500):
    criterion = nn.CrossEntropyLoss()
    inputs, labels = next(iter(train_loader))
    accuracies = []
    model.train()
    for _ in range(max_steps):
        logits = model(inputs)
        optimizer.zero_grad()
        criterion(logits, labels).backward()
        optimizer.step()
        accuracies.append(100 * (model(inputs).argmax(dim=1) == labels).float().mean().item())
        if accuracies[-1] == 100:
            break
    return accuracies
