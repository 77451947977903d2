"""This is the result when the probabilities of a class add up to 1 over the batch. Whose probabilities should add up to 1?"""

FAILS = [
    "public/test_binary.py::test_worked_scores",
    "hidden/test_outputs.py::test_scores_*",
]


def plane_scores(logits: Tensor) -> Tensor:
    return logits.softmax(dim=0)[:, 0]
