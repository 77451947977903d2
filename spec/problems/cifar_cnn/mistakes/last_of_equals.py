"""This is the result when the last of equally good settings is chosen. The hand-out asks for the first."""

FAILS = [
    "hidden/test_evaluation.py::test_tune",
]


def tune(fit, settings, train, valid, test):
    models = [fit(setting, *train) for setting in settings]
    accuracies = [accuracy(valid[1], predict(model, valid[0])) for model in models]
    best = max(range(len(settings)), key=lambda index: (accuracies[index], index))
    return {"valid": accuracies, "best": settings[best], "test": accuracy(test[1], predict(models[best], test[0]))}
