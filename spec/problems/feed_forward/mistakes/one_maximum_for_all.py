"""Here the largest logit of the whole batch is subtracted from every sample, and samples with small logits become all
zeros. Each sample has its own largest logit."""

FAILS = [
    "hidden/test_outputs.py::test_probabilities_of_large_logits",
    "hidden/test_outputs.py::test_losses_of_large_logits",
]


def softmax(logits):
    with np.errstate(invalid="ignore"):
        powers = np.exp(logits - logits.max())
        return powers / powers.sum(axis=-1, keepdims=True)


def label_smoothed_cross_entropy(logits, y, alpha):
    shifted = logits - logits.max()
    with np.errstate(divide="ignore", invalid="ignore"):
        log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
        return float(-(smooth_labels(y, logits.shape[-1], alpha) * log_probabilities).sum(axis=-1).mean())
