"""This is the mean of the batches' accuracies. Examples of a short last batch then count more than the others."""

FAILS = [
    "hidden/test_outputs.py::test_test_counts_examples",
]


def _test(model, data_loader, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.eval()
    with torch.no_grad():
        for inputs, labels in data_loader:
            logits = model(inputs.float())
            total_loss += criterion(logits, labels).item() * len(labels)
            correct += (logits.argmax(dim=1) == labels).float().mean().item()
            seen += len(labels)
    return total_loss / seen, 100 * correct / len(data_loader)
