"""This is the result when the matrix is made for ten classes, whatever n_classes is."""

FAILS = [
    "hidden/test_evaluation.py::test_confusion_matrix",
]


def confusion_matrix(labels, predictions, n_classes):
    matrix = torch.bincount(labels * 10 + predictions, minlength=100)[:100].reshape(10, 10)
    return matrix[:n_classes, :n_classes]
