"""This is the result when adding at repeated indices counts each pair once only. PyTorch's += with index tensors keeps the last
of equal places."""

FAILS = [
    "public/*::test_worked_confusion_matrix",
    "hidden/test_evaluation.py::test_confusion_matrix",
    "hidden/test_evaluation.py::test_confusion_matrix_with_absent_classes",
]


def confusion_matrix(labels, predictions, n_classes):
    counts = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    counts[labels, predictions] += 1
    return counts
