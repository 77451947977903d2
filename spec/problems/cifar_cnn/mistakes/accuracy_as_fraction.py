"""This is the result when accuracy is a share between 0 and 1. The hand-out asks for a percentage."""

FAILS = [
    "public/*::test_worked_accuracy",
    "public/*::test_worked_tune",
    "hidden/test_evaluation.py::test_accuracy",
    "hidden/test_evaluation.py::test_tune",
]


def accuracy(labels, predictions):
    if labels.shape != predictions.shape:
        raise ValueError("the shapes differ")
    return (labels == predictions).double().mean().item()
