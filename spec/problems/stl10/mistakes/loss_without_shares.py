"""This is the result when both cross-entropies count the same."""

FAILS = [
    "public/test_stl10.py::test_mixup_worked_by_hand",
    "hidden/test_regularise.py::test_mixup_loss",
]


def mixup_loss(logits, y_a, y_b, share):
    return (F.cross_entropy(logits, y_a) + F.cross_entropy(logits, y_b)) / 2
