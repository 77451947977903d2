"""This is the mean of the batches' accuracies. Examples of a short last batch then count more than the others."""

FAILS = [
    "hidden/test_outputs.py::test_train_reports_the_epoch",
]


def _train(model, data_loader, optimizer, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.train()
    for inputs, labels in data_loader:
        logits = model(inputs.float())
        batch_loss = criterion(logits, labels)
        optimizer.zero_grad()
        batch_loss.backward()
        optimizer.step()
        total_loss += batch_loss.item() * len(labels)
        correct += (logits.argmax(dim=1) == labels).float().mean().item()
        seen += len(labels)
    return model, total_loss / seen, 100 * correct / len(data_loader)
