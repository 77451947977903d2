"""This is the result when the thresholds rise. The hand-out's curve begins where nothing is taken for a plane."""

FAILS = [
    "public/test_binary.py::test_worked_curve",
    "hidden/test_outputs.py::test_curve_*",
]


def roc_auc(labels: Tensor, scores: Tensor, curve=roc_curve) -> float:
    fpr, tpr, _ = curve(labels, scores)
    return float(((fpr[1:] - fpr[:-1]) * (tpr[1:] + tpr[:-1])).sum() / 2)


def roc_curve(labels: Tensor, scores: Tensor, right=roc_curve) -> tuple[Tensor, Tensor, Tensor]:
    fpr, tpr, thresholds = right(labels, scores)
    return fpr.flip(0), tpr.flip(0), thresholds.flip(0)
