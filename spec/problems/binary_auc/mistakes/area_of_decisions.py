"""This is the area for decisions at one threshold, 0 or 1, not for scores: a curve of a single corner."""

FAILS = [
    "public/test_binary.py::test_worked_area",
    "hidden/test_outputs.py::test_area_*",
]


def roc_auc(labels: Tensor, scores: Tensor, right=roc_auc) -> float:
    return right(labels, (scores >= 0.5).double())
