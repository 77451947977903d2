"""This is the accuracy at the threshold 0.5. It hardly changes if a classifier finds no plane at all."""

FAILS = [
    "public/test_binary.py::test_worked_area",
    "hidden/test_outputs.py::test_area_*",
]


def roc_auc(labels: Tensor, scores: Tensor) -> float:
    require_both(labels)
    return float(((scores >= 0.5).long() == labels).double().mean())
