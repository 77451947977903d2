"""This is the result when the share belongs to the second classes."""

FAILS = [
    "public/test_stl10.py::test_mixup_worked_by_hand",
    "hidden/test_regularise.py::test_mixup_loss",
]


def mixup_loss(logits, y_a, y_b, share):
    return (1 - share) * F.cross_entropy(logits, y_a) + share * F.cross_entropy(logits, y_b)
