"""This is the result when the learning rate changes from epoch to epoch. The hand-out asks for one learning rate, without a
schedule."""

FAILS = [
    "hidden/test_behaviour.py::test_run_model_keeps_the_record",
    "hidden/test_behaviour.py::test_run_model_trains",
]


def run_model(model, running_mode='train', train_set=None, valid_set=None, test_set=None,
              batch_size=1, learning_rate=0.01, n_epochs=1, stop_thr=1e-4, shuffle=True):
    if running_mode == 'test':
        return _test(model, DataLoader(test_set, batch_size=batch_size))
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=shuffle)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1, gamma=0.5)
    loss, accuracy = {'train': [], 'valid': []}, {'train': [], 'valid': []}
    for _ in range(n_epochs):
        model, train_loss, train_accuracy = _train(model, train_loader, optimizer)
        scheduler.step()
        loss['train'].append(train_loss)
        accuracy['train'].append(train_accuracy)
        if valid_set is not None:
            valid_loss, valid_accuracy = _test(model, DataLoader(valid_set, batch_size=batch_size))
            loss['valid'].append(valid_loss)
            accuracy['valid'].append(valid_accuracy)
            if len(loss['valid']) > 1 and loss['valid'][-2] - valid_loss < stop_thr:
                break
    return model, loss, accuracy
