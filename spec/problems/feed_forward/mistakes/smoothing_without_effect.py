"""This is the plain cross-entropy, scaled. With a smoothed label, which classes have a term in the sum?"""

FAILS = [
    "hidden/test_outputs.py::test_smoothed_loss",
    "hidden/test_outputs.py::test_losses_of_large_logits",
    "public/test_worked_examples.py::test_worked_losses",
]


def label_smoothed_cross_entropy(logits, y, alpha):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    truth = np.eye(logits.shape[-1])[y]
    return float(-(smooth_labels(y, logits.shape[-1], alpha) * truth * log_probabilities).sum(axis=-1).mean())
