"""NumPy for accuracy, a product of one-hot rows for the matrix, a sorted list for the best setting."""


def predict(model, x, batch_size=500):
    training = model.training
    model.train(False)
    parts = []
    with torch.set_grad_enabled(False):
        for start in range(0, x.shape[0], batch_size):
            parts.extend(model(x[start : start + batch_size]).topk(1).indices.squeeze(1).tolist())
    if training:
        model.train()
    return torch.tensor(parts)


def accuracy(labels, predictions):
    import numpy as np

    labels, predictions = labels.numpy(), predictions.numpy()
    if labels.shape != predictions.shape:
        raise ValueError("labels and predictions differ in shape")
    return np.mean(labels == predictions) * 100.0


def confusion_matrix(labels, predictions, n_classes):
    one_hot = torch.nn.functional.one_hot
    return one_hot(labels, n_classes).T @ one_hot(predictions, n_classes)


def tune(fit, settings, train, valid, test):
    candidates = []
    for index, setting in enumerate(settings):
        model = fit(setting, *train)
        candidates.append((-accuracy(valid[1], predict(model, valid[0])), index, setting, model))
    _, _, setting, model = min(candidates, key=lambda one: one[:2])
    return {"valid": [-one[0] for one in candidates], "best": setting, "test": accuracy(test[1], predict(model, test[0]))}
