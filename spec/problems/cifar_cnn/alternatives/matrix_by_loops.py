"""The matrix is counted in a loop, accuracy by a sum, predictions with a DataLoader, the best setting kept on the way."""


def predict(model, x, batch_size=500):
    modes = {module: module.training for module in model.modules()}
    model.eval()
    found = torch.zeros(len(x), dtype=torch.long)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x), batch_size=batch_size)
    with torch.inference_mode():
        for i, (batch,) in enumerate(loader):
            _, found[i * batch_size : (i + 1) * batch_size] = torch.max(model(batch), 1)
    for module, mode in modes.items():
        module.training = mode
    return found


def accuracy(labels, predictions):
    if list(labels.size()) != list(predictions.size()):
        raise ValueError(f"sizes {labels.size()} and {predictions.size()} differ")
    return (labels == predictions).sum() / len(labels) * 100


def confusion_matrix(labels, predictions, n_classes):
    counts = torch.zeros((n_classes, n_classes), dtype=torch.long)
    for label, prediction in zip(labels, predictions):
        counts[label, prediction] += 1
    return counts


def tune(fit, settings, train, valid, test):
    best, best_model, accuracies = None, None, []
    for setting in settings:
        model = fit(setting, train[0], train[1])
        accuracies.append(float(accuracy(valid[1], predict(model, valid[0]))))
        if best is None or accuracies[-1] > max(accuracies[:-1]):
            best, best_model = setting, model
    return {"best": best, "valid": accuracies, "test": float(accuracy(test[1], predict(best_model, test[0])))}
