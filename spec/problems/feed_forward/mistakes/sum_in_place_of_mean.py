"""This is the sum of the losses of a batch. The hand-out asks for their mean, so that the loss does not grow with the
batch."""

FAILS = [
    "hidden/test_outputs.py::test_cross_entropy",
    "hidden/test_outputs.py::test_losses_of_large_logits",
]


def cross_entropy(logits, y):
    return label_smoothed_cross_entropy(logits, y, 0.0) * np.size(y)
