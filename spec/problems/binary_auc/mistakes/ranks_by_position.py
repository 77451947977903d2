"""This is the result when ranks are positions after sorting. Which rank do pictures of the same score share?"""

FAILS = [
    "public/test_binary.py::test_worked_area",
    "hidden/test_outputs.py::test_area_with_ties",
    "hidden/test_outputs.py::test_area_of_extremes",
]


def roc_auc(labels: Tensor, scores: Tensor) -> float:
    require_both(labels)
    ranks = scores.argsort(stable=True).argsort() + 1
    planes, others = int(labels.sum()), int((1 - labels).sum())
    return (int(ranks[labels == 1].sum()) - planes * (planes + 1) / 2) / (planes * others)
