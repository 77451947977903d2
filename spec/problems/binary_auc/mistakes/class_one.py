"""This is the probability of class 1. Which number has the plane in CIFAR-10?"""

FAILS = [
    "public/test_binary.py::test_worked_scores",
    "hidden/test_outputs.py::test_scores_*",
]


def plane_scores(logits: Tensor) -> Tensor:
    return logits.softmax(dim=1)[:, 1]
