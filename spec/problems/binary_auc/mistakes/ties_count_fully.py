"""This is the result when a pair of equal scores counts as won: on the curve, a step where there should be a line."""

FAILS = [
    "public/test_binary.py::test_worked_area",
    "hidden/test_outputs.py::test_area_with_ties",
    "hidden/test_outputs.py::test_area_of_extremes",
]


def roc_auc(labels: Tensor, scores: Tensor) -> float:
    require_both(labels)
    planes, others = scores[labels == 1], scores[labels == 0]
    return float((planes.unsqueeze(1) >= others).double().mean())
