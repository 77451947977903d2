"""The logarithm of a probability is negative; a loss is positive."""

FAILS = [
    "hidden/test_outputs.py::test_cross_entropy",
    "hidden/test_outputs.py::test_losses_of_large_logits",
    "public/test_worked_examples.py::test_worked_losses",
]


def cross_entropy(logits, y):
    return -label_smoothed_cross_entropy(logits, y, 0.0)
