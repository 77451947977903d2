"""How good a classifier is, and how to choose one."""

import torch


def predict(model, x, batch_size=500):
    """Classify all pictures, batch by batch, in evaluation mode and without gradients.

    Args:
        model: returns logits of shape (n, classes) for a batch of n pictures.
        x: pictures, shape (N, ...), where the model is.
        batch_size: pictures that the model gets at once.

    Returns:
        int64 tensor of shape (N,): the class with the largest logit, for each picture. Afterwards, model is in the mode in which it
        was: training or evaluation.
    """
    # BEGIN SOLUTION
    was_training = model.training
    model.eval()
    with torch.no_grad():
        classes = [model(batch).argmax(dim=1) for batch in x.split(batch_size)]
    model.train(was_training)
    return torch.cat(classes)
    # END SOLUTION


def accuracy(labels, predictions):
    """Compute which percentage of the predictions is right.

    Args:
        labels: int64 tensor of shape (N,), the true classes.
        predictions: int64 tensor of shape (N,), the predicted ones.

    Returns:
        A number between 0 and 100.

    Raises:
        ValueError: the two have different shapes.
    """
    # BEGIN SOLUTION
    if labels.shape != predictions.shape:
        raise ValueError(f"{tuple(labels.shape)} labels cannot be compared with {tuple(predictions.shape)} predictions.")
    return 100 * (labels == predictions).double().mean().item()
    # END SOLUTION


def confusion_matrix(labels, predictions, n_classes):
    """Count how often pictures of each class are taken for each class.

    Args:
        labels: int64 tensor of shape (N,), the true classes.
        predictions: int64 tensor of shape (N,), the predicted ones.
        n_classes: number of classes; labels and predictions are from 0 to n_classes - 1.

    Returns:
        int64 tensor of shape (n_classes, n_classes): row i, column j counts the pictures of class i that are taken for class j.
    """
    # BEGIN SOLUTION
    pairs = labels * n_classes + predictions
    return torch.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
    # END SOLUTION


def tune(fit, settings, train, valid, test):
    """Train a network with each setting, choose the best on the validation pictures, and test that one.

    Args:
        fit: fit(setting, x, y) trains a new network on pictures x with classes y, and returns it.
        settings: a list of settings.
        train: (x, y) to train on.
        valid: (x, y) to choose with.
        test: (x, y) to test with, once, when the choice is made.

    Returns:
        A dict: "valid", a list with the accuracy in percent on the validation pictures for each setting, in their order; "best",
        the setting with the largest, the first of them where several are equal; "test", the accuracy in percent of its network on
        the test pictures.
    """
    # BEGIN SOLUTION
    models = [fit(setting, *train) for setting in settings]
    x, y = valid
    accuracies = [accuracy(y, predict(model, x)) for model in models]
    best = accuracies.index(max(accuracies))
    x, y = test
    return {"valid": accuracies, "best": settings[best], "test": accuracy(y, predict(models[best], x))}
    # END SOLUTION
