"""This uses the class before the true one, as if classes counted from 1. They do on paper; in the code they count from
0."""

FAILS = [
    "hidden/test_outputs.py::test_cross_entropy",
    "hidden/test_outputs.py::test_losses_of_large_logits",
    "public/test_worked_examples.py::test_worked_losses",
]


def cross_entropy(logits, y):
    return label_smoothed_cross_entropy(logits, np.asarray(y) - 1, 0.0)
