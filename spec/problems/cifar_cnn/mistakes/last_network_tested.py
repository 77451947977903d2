"""This is the result when the network that was trained last is tested, not that of the best setting."""

FAILS = [
    "public/*::test_worked_tune",
    "hidden/test_evaluation.py::test_tune",
]


def tune(fit, settings, train, valid, test):
    accuracies = []
    for setting in settings:
        model = fit(setting, *train)
        accuracies.append(accuracy(valid[1], predict(model, valid[0])))
    best = accuracies.index(max(accuracies))
    return {"valid": accuracies, "best": settings[best], "test": accuracy(test[1], predict(model, test[0]))}
