"""The gradients are cleared through the model, at the end of the batch, and the softmax is written out."""


def _train(model, data_loader, optimizer, device=torch.device('cpu')):
    total_loss, correct, seen = 0.0, 0, 0
    model.zero_grad()
    for inputs, labels in data_loader:
        logits = model(inputs.to(device))
        batch_loss = nn.NLLLoss()(nn.LogSoftmax(dim=1)(logits), labels.to(device).long())
        batch_loss.backward()
        optimizer.step()
        model.zero_grad()
        total_loss += batch_loss.data.item() * labels.size(0)
        _, predicted = torch.max(logits.data, 1)
        correct += (predicted == labels).sum().item()
        seen += labels.size(0)
    return model, total_loss / seen, correct / seen * 100


def _test(model, data_loader, device=torch.device('cpu')):
    was_training = model.training
    model.eval()
    total_loss, correct, seen = 0.0, 0, 0
    for inputs, labels in data_loader:
        logits = model(inputs.to(device))
        total_loss += nn.NLLLoss()(nn.LogSoftmax(dim=1)(logits), labels.to(device).long()).item() * labels.size(0)
        _, predicted = torch.max(logits.data, 1)
        correct += (predicted == labels).sum().item()
        seen += labels.size(0)
    model.train(was_training)
    return total_loss / seen, correct / seen * 100
