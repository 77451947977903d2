"""This gives alpha to the other classes only. In the paper, all classes share it, the true class included."""

FAILS = [
    "hidden/test_outputs.py::test_smooth_labels",
    "hidden/test_outputs.py::test_smoothed_loss",
    "hidden/test_outputs.py::test_losses_of_large_logits",
    "public/test_worked_examples.py::test_worked_losses",
]


def smooth_labels(y, n_classes, alpha):
    truth = np.eye(n_classes)[y]
    return (1 - alpha) * truth + alpha / (n_classes - 1) * (1 - truth)
