"""These shares do not sum to one. Everything that is shared among the classes must first be taken from the true
class."""

FAILS = [
    "hidden/test_outputs.py::test_smooth_labels",
    "hidden/test_outputs.py::test_smoothed_loss",
    "hidden/test_outputs.py::test_losses_of_large_logits",
    "public/test_worked_examples.py::test_worked_losses",
]


def smooth_labels(y, n_classes, alpha):
    return (1 - alpha) * np.eye(n_classes)[y] + alpha
