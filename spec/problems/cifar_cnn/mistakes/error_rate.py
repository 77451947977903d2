"""This is the result when the wrong predictions are counted."""

FAILS = [
    "public/*::test_worked_tune",
    "hidden/test_evaluation.py::test_accuracy",
    "hidden/test_evaluation.py::test_tune",
]


def accuracy(labels, predictions):
    if labels.shape != predictions.shape:
        raise ValueError("the shapes differ")
    return 100 * (labels != predictions).double().mean().item()
