"""This is the result when the largest class that occurs decides the size of the matrix. n_classes decides it."""

FAILS = [
    "hidden/test_evaluation.py::test_confusion_matrix_with_absent_classes",
]


def confusion_matrix(labels, predictions, n_classes):
    n = int(torch.cat([labels, predictions]).max()) + 1
    return torch.bincount(labels * n + predictions, minlength=n * n).reshape(n, n)
