"""This is the result when the setting is chosen by its accuracy on the training pictures. A network may know these by heart."""

FAILS = [
    "hidden/test_evaluation.py::test_tune",
]


def tune(fit, settings, train, valid, test):
    models = [fit(setting, *train) for setting in settings]
    accuracies = [accuracy(train[1], predict(model, train[0])) for model in models]
    best = accuracies.index(max(accuracies))
    return {"valid": accuracies, "best": settings[best], "test": accuracy(test[1], predict(models[best], test[0]))}
