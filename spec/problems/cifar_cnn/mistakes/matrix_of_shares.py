"""This is the confusion matrix with each row divided by its sum. The hand-out asks for counts."""

FAILS = [
    "public/*::test_worked_confusion_matrix",
    "hidden/test_evaluation.py::test_confusion_matrix",
    "hidden/test_evaluation.py::test_confusion_matrix_with_absent_classes",
]


def confusion_matrix(labels, predictions, n_classes):
    counts = torch.bincount(labels * n_classes + predictions, minlength=n_classes**2).reshape(n_classes, n_classes)
    return counts / counts.sum(1, keepdim=True).clamp(min=1)
