"""The returned losses still hold their graph."""


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
        total_loss += batch_loss * len(labels)
        correct += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(labels)
    return model, total_loss / seen, 100 * correct / seen


def _test(model, data_loader, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.eval()
    if True:
        for inputs, labels in data_loader:
            logits = model(inputs.float())
            total_loss += criterion(logits, labels) * len(labels)
            correct += (logits.argmax(dim=1) == labels).sum().item()
            seen += len(labels)
    return total_loss / seen, 100 * correct / seen
