"""This is the result when the curve begins at the largest score. Which point belongs to a threshold above every score?"""

FAILS = [
    "public/test_binary.py::test_worked_curve",
    "hidden/test_outputs.py::test_curve_*",
    "hidden/test_shapes.py::test_one_point_for_each_score",
]


def roc_auc(labels: Tensor, scores: Tensor, curve=roc_curve) -> float:
    fpr, tpr, _ = curve(labels, scores)
    return float(((fpr[1:] - fpr[:-1]) * (tpr[1:] + tpr[:-1])).sum() / 2)


def roc_curve(labels: Tensor, scores: Tensor, right=roc_curve) -> tuple[Tensor, Tensor, Tensor]:
    fpr, tpr, thresholds = right(labels, scores)
    return fpr[1:], tpr[1:], thresholds[1:]
