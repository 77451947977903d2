"""This is the result when the model trains in evaluation mode: there is no dropout, and batch normalisation keeps its
old statistics."""

FAILS = [
    "hidden/test_outputs.py::test_train_trains_in_training_mode",
]


def _train(model, data_loader, optimizer, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.eval()
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
