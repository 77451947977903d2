"""This is the result when the scores are decisions, 0 or 1: the order within each of the two groups is lost."""

FAILS = [
    "public/test_binary.py::test_worked_scores",
    "hidden/test_outputs.py::test_scores_*",
]


def plane_scores(logits: Tensor) -> Tensor:
    return (logits.argmax(dim=1) == 0).to(logits.dtype)
