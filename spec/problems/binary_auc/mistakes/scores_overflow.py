"""This is the result when exp is applied to the logits as they are."""

FAILS = [
    "hidden/test_outputs.py::test_scores_of_large_logits",
]


def plane_scores(logits: Tensor) -> Tensor:
    weights = logits.exp()
    return weights[:, 0] / weights.sum(dim=1)
