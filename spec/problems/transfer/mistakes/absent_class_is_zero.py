"""This is the result when a class of which there is no picture counts as 0 %."""

FAILS = [
    "public/test_transfer.py::test_worked_accuracy",
    "hidden/test_classifier.py::test_absent_classes_do_not_count",
]


def mean_per_class_accuracy(labels: Tensor, predictions: Tensor, n_classes: int, right=mean_per_class_accuracy) -> float:
    return right(labels, predictions, n_classes) * len(labels.unique()) / n_classes
