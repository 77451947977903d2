"""This is the result when only the picture with the larger share counts."""

FAILS = [
    "public/test_stl10.py::test_mixup_worked_by_hand",
    "hidden/test_regularise.py::test_mixup_loss",
]


def mixup_loss(logits, y_a, y_b, share):
    return F.cross_entropy(logits, y_a if share >= 0.5 else y_b)
