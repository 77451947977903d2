"""This is the result when label 1 counts as the plane, as it does for roc_curve. Which labels does this function get?"""

FAILS = [
    "public/test_binary.py::test_worked_loss",
    "hidden/test_outputs.py::test_loss_of_random_batches",
    "hidden/test_outputs.py::test_loss_of_one_kind",
    "hidden/test_outputs.py::test_loss_of_large_logits",
    "hidden/test_gradients.py::*",
]


def plane_loss(logits: Tensor, labels: Tensor, right=plane_loss) -> Tensor:
    return right(logits, (labels != 1).long())
