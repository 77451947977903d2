"""This is the result when the model is evaluated in training mode. Dropout is then active, and batch normalisation uses
the batch."""

FAILS = [
    "hidden/test_behaviour.py::test_test_evaluates_in_evaluation_mode",
]


def _test(model, data_loader, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    with torch.no_grad():
        for inputs, labels in data_loader:
            logits = model(inputs.float())
            total_loss += criterion(logits, labels).item() * len(labels)
            correct += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(labels)
    return total_loss / seen, 100 * correct / seen
