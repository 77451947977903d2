"""run_model evaluates by itself, in the mode that the last training left. What does _test do before the first batch?"""

FAILS = [
    "hidden/test_behaviour.py::test_run_model_keeps_the_record",
    "hidden/test_behaviour.py::test_test_mode",
]


def run_model(model, running_mode='train', train_set=None, valid_set=None, test_set=None,
              batch_size=1, learning_rate=0.01, n_epochs=1, stop_thr=1e-4, shuffle=True):
    def evaluate(data):
        total_loss, correct = 0.0, 0
        with torch.no_grad():
            for inputs, labels in DataLoader(data, batch_size=batch_size):
                logits = model(inputs.float())
                total_loss += nn.CrossEntropyLoss(reduction='sum')(logits, labels).item()
                correct += (logits.argmax(dim=1) == labels).sum().item()
        return total_loss / len(data), 100 * correct / len(data)

    if running_mode == 'test':
        return evaluate(test_set)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=shuffle)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = {'train': [], 'valid': []}
    accuracies = {'train': [], 'valid': []}
    for _ in range(n_epochs):
        model, loss, accuracy = _train(model, train_loader, optimizer)
        losses['train'].append(loss)
        accuracies['train'].append(accuracy)
        if valid_set is not None:
            loss, accuracy = evaluate(valid_set)
            losses['valid'].append(loss)
            accuracies['valid'].append(accuracy)
            if len(losses['valid']) > 1 and losses['valid'][-2] - losses['valid'][-1] < stop_thr:
                break
    return model, losses, accuracies
