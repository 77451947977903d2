"""Plain SGD has no memory, so it may be created again every epoch; loaders too, with positional arguments; it
prints."""


def run_model(model, running_mode='train', train_set=None, valid_set=None, test_set=None,
              batch_size=1, learning_rate=0.01, n_epochs=1, stop_thr=1e-4, shuffle=True):
    if running_mode == 'test':
        return _test(model, DataLoader(test_set, batch_size, shuffle))
    loss, accuracy = {'train': [], 'valid': []}, {'train': [], 'valid': []}
    for epoch in range(n_epochs):
        train_loader = DataLoader(train_set, batch_size, shuffle)
        optimizer = torch.optim.SGD(model.parameters(), learning_rate)
        model, train_loss, train_accuracy = _train(model, train_loader, optimizer)
        print(f'Epoch {epoch}: training loss {train_loss}, accuracy {train_accuracy} %')
        loss['train'].append(train_loss)
        accuracy['train'].append(train_accuracy)
        if valid_set is not None:
            valid_loss, valid_accuracy = _test(model, DataLoader(valid_set, batch_size, shuffle))
            loss['valid'].append(valid_loss)
            accuracy['valid'].append(valid_accuracy)
            if epoch > 0 and loss['valid'][-2] - valid_loss < stop_thr:
                break
    return model, loss, accuracy
