"""This is the result when the false positive rates fall from point to point, so that every strip has a negative width."""

FAILS = [
    "public/test_binary.py::test_worked_area",
    "hidden/test_outputs.py::test_area_*",
]


def roc_auc(labels: Tensor, scores: Tensor) -> float:
    fpr, tpr, _ = roc_curve(labels, scores)
    fpr, tpr = fpr.flip(0), tpr.flip(0)
    return float(((fpr[1:] - fpr[:-1]) * (tpr[1:] + tpr[:-1])).sum() / 2)
