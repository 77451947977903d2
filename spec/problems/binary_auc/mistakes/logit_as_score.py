"""This is the plane's logit itself. The other nine logits decide what it means."""

FAILS = [
    "public/test_binary.py::test_worked_scores",
    "hidden/test_outputs.py::test_scores_*",
]


def plane_scores(logits: Tensor) -> Tensor:
    return logits[:, 0]
