"""This is the result when both counts are divided by the number of all pictures. The true positive rate is a share of
the planes; of what is the other a share?"""

FAILS = [
    "public/test_binary.py::test_worked_curve",
    "hidden/test_outputs.py::test_curve_*",
]


def roc_auc(labels: Tensor, scores: Tensor, curve=roc_curve) -> float:
    fpr, tpr, _ = curve(labels, scores)
    return float(((fpr[1:] - fpr[:-1]) * (tpr[1:] + tpr[:-1])).sum() / 2)


def roc_curve(labels: Tensor, scores: Tensor, right=roc_curve) -> tuple[Tensor, Tensor, Tensor]:
    fpr, tpr, thresholds = right(labels, scores)
    share = (labels == 1).double().mean()
    return fpr * (1 - share), tpr * share, thresholds
