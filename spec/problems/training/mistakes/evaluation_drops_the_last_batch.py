"""A validation without any batch: the loader leaves out a last batch that is smaller. Every example of the set counts."""

FAILS = [
    "hidden/test_behaviour.py::test_run_model_keeps_the_record",
    "hidden/test_behaviour.py::test_validation_does_not_freeze_training",
]


def run_model(model, running_mode='train', train_set=None, valid_set=None, test_set=None,
              batch_size=1, learning_rate=0.01, n_epochs=1, stop_thr=1e-4, shuffle=True):
    if running_mode == 'test':
        return _test(model, DataLoader(test_set, batch_size=batch_size))
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=shuffle)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    losses = {'train': [], 'valid': []}
    accuracies = {'train': [], 'valid': []}
    for _ in range(n_epochs):
        model, loss, accuracy = _train(model, train_loader, optimizer)
        losses['train'].append(loss)
        accuracies['train'].append(accuracy)
        if valid_set is not None:
            loss, accuracy = _test(model, DataLoader(valid_set, batch_size=batch_size, drop_last=True))
            losses['valid'].append(loss)
            accuracies['valid'].append(accuracy)
            if len(losses['valid']) > 1 and losses['valid'][-2] - losses['valid'][-1] < stop_thr:
                break
    return model, losses, accuracies
