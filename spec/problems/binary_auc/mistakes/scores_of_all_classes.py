"""These are the probabilities of all ten classes. The score of a picture is one of them."""

FAILS = [
    "public/test_binary.py::test_worked_scores",
    "hidden/test_outputs.py::test_scores_*",
    "hidden/test_shapes.py::test_one_score_for_each_picture",
]


def plane_scores(logits: Tensor) -> Tensor:
    return logits.softmax(dim=1)
