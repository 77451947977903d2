"""The criterion sums the loss, which is divided by the batch size before backward()."""


def _train(model, data_loader, optimizer, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss(reduction='sum')
    total_loss, correct, seen = 0.0, 0, 0
    model.train()
    for inputs, labels in data_loader:
        logits = model(inputs.float())
        batch_loss = criterion(logits, labels)
        optimizer.zero_grad()
        (batch_loss / len(labels)).backward()
        optimizer.step()
        total_loss += batch_loss.item()
        correct += (logits.argmax(dim=1) == labels).sum().item()
        seen += len(labels)
    return model, total_loss / seen, 100 * correct / seen
