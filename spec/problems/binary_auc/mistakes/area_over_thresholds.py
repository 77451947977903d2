"""This is the area below the true positive rate as a function of the threshold. Which rate is the horizontal axis of the
curve?"""

FAILS = [
    "public/test_binary.py::test_worked_area",
    "hidden/test_outputs.py::test_area_*",
]


def roc_auc(labels: Tensor, scores: Tensor) -> float:
    _, tpr, thresholds = roc_curve(labels, scores)
    thresholds[0] = 1.0
    return float(((thresholds[:-1] - thresholds[1:]) * (tpr[1:] + tpr[:-1])).sum() / 2)
