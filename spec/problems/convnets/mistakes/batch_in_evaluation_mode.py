"""This is the result when overfit_one_batch works in evaluation mode. In which mode does a validation leave the model?"""

FAILS = [
    "hidden/test_fitting.py::test_overfits_one_batch",
    "hidden/test_fitting.py::test_overfits_for_some_steps",
]


def overfit_one_batch(model, train_loader, optimizer, max_steps=500):
    criterion = nn.CrossEntropyLoss()
    inputs, labels = next(iter(train_loader))
    accuracies = []
    model.eval()
    for _ in range(max_steps):
        logits = model(inputs)
        right = (logits.argmax(dim=1) == labels).sum().item()
        accuracies.append(100 * right / len(labels))
        if accuracies[-1] == 100:
            break
        optimizer.zero_grad()
        criterion(logits, labels).backward()
        optimizer.step()
    return accuracies
