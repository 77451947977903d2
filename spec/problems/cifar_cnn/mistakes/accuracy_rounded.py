"""This is the result when the accuracy is rounded to two decimals. Two networks that differ may then seem to be equal."""

FAILS = [
    "hidden/test_evaluation.py::test_accuracy",
]


def accuracy(labels, predictions):
    if labels.shape != predictions.shape:
        raise ValueError("labels and predictions have different shapes.")
    return round(100 * (labels == predictions).double().mean().item(), 2)
