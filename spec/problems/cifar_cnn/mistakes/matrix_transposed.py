"""This is the confusion matrix with the predicted class in the rows. Which of the two decides the row?"""

FAILS = [
    "public/*::test_worked_confusion_matrix",
    "hidden/test_evaluation.py::test_confusion_matrix",
]


def confusion_matrix(labels, predictions, n_classes):
    pairs = predictions * n_classes + labels
    return torch.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)
