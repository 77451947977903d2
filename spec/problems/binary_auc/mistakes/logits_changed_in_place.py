"""This is the result when the largest logit is subtracted from the caller's own tensor."""

FAILS = [
    "hidden/test_behaviour.py::test_inputs_stay_as_they_are",
]


def plane_scores(logits: Tensor) -> Tensor:
    logits -= logits.max(dim=1, keepdim=True).values
    weights = logits.exp()
    return (weights / weights.sum(dim=1, keepdim=True))[:, 0]
