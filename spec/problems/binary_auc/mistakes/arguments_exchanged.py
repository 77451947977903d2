"""This is the result when the first argument is taken for the scores. Look at the order of the arguments."""

FAILS = [
    "public/test_binary.py::test_worked_area",
    "hidden/test_outputs.py::test_area_*",
    "hidden/test_shapes.py::test_area_and_loss_are_numbers",
    "hidden/test_behaviour.py::test_area_refuses_one_class",
]


def roc_auc(scores: Tensor, labels: Tensor, right=roc_auc) -> float:
    return right(labels, scores)
