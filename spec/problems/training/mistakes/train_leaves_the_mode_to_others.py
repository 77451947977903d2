"""_train trains in whichever mode _test has left. run_model may set the mode, but other code calls _train too."""

FAILS = ["hidden/test_outputs.py::test_train_trains_in_training_mode"]


def run_model(model, running_mode='train', train_set=None, valid_set=None, test_set=None,
              batch_size=1, learning_rate=0.01, n_epochs=1, stop_thr=1e-4, shuffle=True):
    if running_mode == 'test':
        return _test(model, DataLoader(test_set, batch_size=batch_size))
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=shuffle)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = {'train': [], 'valid': []}
    accuracies = {'train': [], 'valid': []}
    for _ in range(n_epochs):
        model.train()
        model, loss, accuracy = _train(model, train_loader, optimizer)
        losses['train'].append(loss)
        accuracies['train'].append(accuracy)
        if valid_set is not None:
            loss, accuracy = _test(model, DataLoader(valid_set, batch_size=batch_size))
            losses['valid'].append(loss)
            accuracies['valid'].append(accuracy)
            if len(losses['valid']) > 1 and losses['valid'][-2] - losses['valid'][-1] < stop_thr:
                break
    return model, losses, accuracies


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
