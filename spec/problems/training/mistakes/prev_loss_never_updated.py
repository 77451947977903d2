"""This is the result when training never stops early. Is the loss to compare with updated after every epoch, and does the
first epoch without enough progress end the training?"""

FAILS = [
    "public/test_worked_examples.py::test_stopping_at_a_generous_threshold",
    "hidden/test_behaviour.py::test_stops_when_progress_slows",
    "hidden/test_behaviour.py::test_stops_when_the_validation_loss_rises",
]


def run_model(model, running_mode='train', train_set=None, valid_set=None, test_set=None,
              batch_size=1, learning_rate=0.01, n_epochs=1, stop_thr=1e-4, shuffle=True):
    if running_mode == 'test':
        return _test(model, DataLoader(test_set, batch_size=batch_size))
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=shuffle)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    loss, accuracy = {'train': [], 'valid': []}, {'train': [], 'valid': []}
    prev_loss = float('inf')
    for epoch in range(n_epochs):
        model, train_loss, train_accuracy = _train(model, train_loader, optimizer)
        loss['train'].append(train_loss)
        accuracy['train'].append(train_accuracy)
        if valid_set is not None:
            valid_loss, valid_accuracy = _test(model, DataLoader(valid_set, batch_size=batch_size))
            loss['valid'].append(valid_loss)
            accuracy['valid'].append(valid_accuracy)
            if prev_loss - valid_loss < stop_thr:
                break
    return model, loss, accuracy
