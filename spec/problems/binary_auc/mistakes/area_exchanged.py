"""This is the area with the two rates exchanged: 1 minus the area that is asked for."""

FAILS = [
    "public/test_binary.py::test_worked_area",
    "hidden/test_outputs.py::test_area_*",
]


def roc_auc(labels: Tensor, scores: Tensor) -> float:
    fpr, tpr, _ = roc_curve(labels, scores)
    return float(((tpr[1:] - tpr[:-1]) * (fpr[1:] + fpr[:-1])).sum() / 2)
