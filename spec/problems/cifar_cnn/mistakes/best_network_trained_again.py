"""This is the result when a setting is trained once more, such as the best one before the test: that is another network than the
one that was chosen."""

FAILS = [
    "public/*::test_worked_tune",
    "hidden/test_evaluation.py::test_tune",
    "hidden/test_evaluation.py::test_tune_keeps_test_pictures_apart",
]


def tune(fit, settings, train, valid, test):
    accuracies = [accuracy(valid[1], predict(fit(setting, *train), valid[0])) for setting in settings]
    best = accuracies.index(max(accuracies))
    model = fit(settings[best], *train)
    return {"valid": accuracies, "best": settings[best], "test": accuracy(test[1], predict(model, test[0]))}
