"""These shares do not sum to one: what all classes get has to be taken from the true class, and divided among
them."""

FAILS = [
    "hidden/test_outputs.py::test_smooth_labels",
    "hidden/test_outputs.py::test_smoothed_loss",
    "hidden/test_outputs.py::test_losses_of_large_logits",
    "public/test_worked_examples.py::test_worked_losses",
]


def smooth_labels(y, n_classes, alpha):
    return (1 - alpha) * np.eye(n_classes)[y] + alpha
