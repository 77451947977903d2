"""This is the result when all pictures are counted together: large classes count for more."""

FAILS = [
    "public/test_transfer.py::test_worked_accuracy",
    "hidden/test_classifier.py::test_mean_of_classes",
    "hidden/test_classifier.py::test_absent_classes_do_not_count",
]


def mean_per_class_accuracy(labels: Tensor, predictions: Tensor, n_classes: int, right=mean_per_class_accuracy) -> float:
    return 100 * float((labels == predictions).double().mean())
