"""This is the result when each step goes on to the next batch of the loader."""

FAILS = [
    "hidden/test_fitting.py::test_overfits_one_batch",
    "hidden/test_fitting.py::test_overfits_for_some_steps",
]


def overfit_one_batch(model, train_loader, optimizer, max_steps=500):
    criterion = nn.CrossEntropyLoss()
    batches = list(train_loader)
    accuracies = []
    model.train()
    for step in range(max_steps):
        inputs, labels = batches[step % len(batches)]
        logits = model(inputs)
        right = (logits.argmax(dim=1) == labels).sum().item()
        accuracies.append(100 * right / len(labels))
        if accuracies[-1] == 100:
            break
        optimizer.zero_grad()
        criterion(logits, labels).backward()
        optimizer.step()
    return accuracies
