"""This uses model.parameters() twice. It is an iterator: after one loop over it nothing is left for the optimizer. Call it
again where you need it."""

FAILS = [
    "hidden/test_behaviour.py::test_run_model_trains",
    "hidden/test_behaviour.py::test_first_epoch_is_not_compared",
    "hidden/test_behaviour.py::test_goes_on_while_the_loss_falls",
    "hidden/test_behaviour.py::test_makes_batches_in_order",
    "hidden/test_behaviour.py::test_run_model_defaults",
    "hidden/test_behaviour.py::test_run_model_keeps_the_record",
    "hidden/test_behaviour.py::test_shuffles_when_asked",
    "hidden/test_behaviour.py::test_stops_when_progress_slows",
    "hidden/test_behaviour.py::test_stops_when_the_validation_loss_rises",
    "hidden/test_behaviour.py::test_validation_does_not_freeze_training",
    "public/test_worked_examples.py::test_stopping_at_a_generous_threshold",
    "public/test_worked_examples.py::test_training_without_validation",
]


def run_model(model, running_mode='train', train_set=None, valid_set=None, test_set=None,
              batch_size=1, learning_rate=0.01, n_epochs=1, stop_thr=1e-4, shuffle=True):
    if running_mode == 'test':
        return _test(model, DataLoader(test_set, batch_size=batch_size))
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=shuffle)
    parameters = model.parameters()
    print(sum(parameter.numel() for parameter in parameters), 'parameters')
    optimizer = torch.optim.SGD(parameters, lr=learning_rate)
    loss, accuracy = {'train': [], 'valid': []}, {'train': [], 'valid': []}
    for epoch in range(n_epochs):
        model, train_loss, train_accuracy = _train(model, train_loader, optimizer)
        loss['train'].append(train_loss)
        accuracy['train'].append(train_accuracy)
        if valid_set is not None:
            valid_loss, valid_accuracy = _test(model, DataLoader(valid_set, batch_size=batch_size))
            loss['valid'].append(valid_loss)
            accuracy['valid'].append(valid_accuracy)
            if epoch > 0 and loss['valid'][-2] - valid_loss < stop_thr:
                break
    return model, loss, accuracy
