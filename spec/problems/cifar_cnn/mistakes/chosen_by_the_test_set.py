"""This is the result when the setting is chosen by its accuracy on the test pictures. What was chosen by them is no longer measured
by them."""

FAILS = [
    "hidden/test_evaluation.py::test_tune",
    "hidden/test_evaluation.py::test_tune_keeps_test_pictures_apart",
]


def tune(fit, settings, train, valid, test):
    models = [fit(setting, *train) for setting in settings]
    accuracies = [accuracy(valid[1], predict(model, valid[0])) for model in models]
    tested = [accuracy(test[1], predict(model, test[0])) for model in models]
    best = tested.index(max(tested))
    return {"valid": accuracies, "best": settings[best], "test": tested[best]}
