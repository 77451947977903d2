"""This is the result when the model goes into evaluation mode for the first validation and stays there. From the second
epoch on, dropout and batch normalisation no longer act as in training."""

FAILS = [
    "hidden/test_behaviour.py::test_validation_does_not_freeze_training",
    "hidden/test_outputs.py::test_train_trains_in_training_mode",
]


def _train(model, data_loader, optimizer, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    for inputs, labels in data_loader:
        logits = model(inputs.float())
        batch_loss = criterion(logits, labels)
        optimizer.zero_grad()
        batch_loss.backward()
        optimizer.step()
        total_loss += batch_loss.item() * len(labels)
        correct += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(labels)
    return model, total_loss / seen, 100 * correct / seen


def _test(model, data_loader, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.eval()
    with torch.no_grad():
        for inputs, labels in data_loader:
            logits = model(inputs.float())
            total_loss += criterion(logits, labels).item() * len(labels)
            correct += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(labels)
    return total_loss / seen, 100 * correct / seen
