"""This is the result when the false positives are divided by all pictures that are taken for planes. A false positive
rate is a share of the pictures that are no planes."""

FAILS = [
    "public/test_binary.py::test_worked_curve",
    "hidden/test_outputs.py::test_curve_*",
]


def roc_auc(labels: Tensor, scores: Tensor, curve=roc_curve) -> float:
    fpr, tpr, _ = curve(labels, scores)
    return float(((fpr[1:] - fpr[:-1]) * (tpr[1:] + tpr[:-1])).sum() / 2)


def roc_curve(labels: Tensor, scores: Tensor, right=roc_curve) -> tuple[Tensor, Tensor, Tensor]:
    fpr, tpr, thresholds = right(labels, scores)
    wrong, found = fpr * (labels == 0).sum(), tpr * (labels == 1).sum()
    return wrong / (wrong + found).clamp(min=1), tpr, thresholds
