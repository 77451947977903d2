"""Every batch goes through the network twice: for its loss and for its accuracy."""


def _train(model, data_loader, optimizer, device=torch.device('cpu')):
    criterion = nn.CrossEntropyLoss()
    total_loss, correct, seen = 0.0, 0, 0
    model.train()
    for inputs, labels in data_loader:
        inputs = inputs.float()
        correct += (model(inputs).argmax(dim=1) == labels).sum().item()
        batch_loss = criterion(model(inputs), labels)
        optimizer.zero_grad()
        batch_loss.backward()
        optimizer.step()
        total_loss += batch_loss.item() * len(labels)
        seen += len(labels)
    return model, total_loss / seen, 100 * correct / seen
