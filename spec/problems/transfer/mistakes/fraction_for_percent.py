"""This is the result when a fraction between 0 and 1 is returned. The hand-out asks for percent."""

FAILS = [
    "public/test_transfer.py::test_worked_accuracy",
    "hidden/test_classifier.py::test_mean_of_classes",
    "hidden/test_classifier.py::test_absent_classes_do_not_count",
]


def mean_per_class_accuracy(labels: Tensor, predictions: Tensor, n_classes: int, right=mean_per_class_accuracy) -> float:
    return right(labels, predictions, n_classes) / 100
