"""This is the result when the plane's logit goes through a sigmoid, as if it were the only output."""

FAILS = [
    "public/test_binary.py::test_worked_scores",
    "hidden/test_outputs.py::test_scores_*",
]


def plane_scores(logits: Tensor) -> Tensor:
    return logits[:, 0].sigmoid()
