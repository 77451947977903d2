"""This is the result when an area below one half is turned over. A classifier may be worse than chance, and then the area
says so."""

FAILS = [
    "hidden/test_outputs.py::test_area_below_a_half",
    "hidden/test_outputs.py::test_area_of_extremes",
]


def roc_auc(labels: Tensor, scores: Tensor, right=roc_auc) -> float:
    area = right(labels, scores)
    return max(area, 1 - area)
