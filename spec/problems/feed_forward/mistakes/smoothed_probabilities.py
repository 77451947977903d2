"""Here the probabilities of the network are smoothed, not the label."""

FAILS = [
    "hidden/test_outputs.py::test_smoothed_loss",
    "hidden/test_outputs.py::test_losses_of_large_logits",
    "public/test_worked_examples.py::test_worked_losses",
]


def cross_entropy(logits, y):
    batch = np.atleast_2d(logits)
    shifted = batch - batch.max(axis=1, keepdims=True)
    logarithms = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-logarithms[np.arange(len(batch)), np.atleast_1d(y)].mean())


def label_smoothed_cross_entropy(logits, y, alpha):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    probabilities = np.exp(shifted) / np.exp(shifted).sum(axis=-1, keepdims=True)
    smoothed = (1 - alpha) * probabilities + alpha / logits.shape[-1]
    truth = np.eye(logits.shape[-1])[y]
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(-np.where(truth > 0, np.log(smoothed), 0.0).sum(axis=-1).mean())
