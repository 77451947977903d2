"""Here alpha is the share that the true class keeps. At alpha = 0 there should be no smoothing."""

FAILS = [
    "hidden/test_outputs.py::test_cross_entropy",
    "hidden/test_outputs.py::test_smooth_labels",
    "hidden/test_outputs.py::test_smoothed_loss",
    "hidden/test_outputs.py::test_losses_of_large_logits",
    "public/test_worked_examples.py::test_worked_losses",
]


def smooth_labels(y, n_classes, alpha):
    return alpha * np.eye(n_classes)[y] + (1 - alpha) / n_classes
