"""A tiny number added inside the logarithm keeps the loss finite, but makes it wrong: no loss can then be larger than
about 28."""

FAILS = [
    "hidden/test_outputs.py::test_losses_of_large_logits",
]


def cross_entropy(logits, y):
    rows, picked = np.atleast_2d(softmax(logits)), np.atleast_1d(y)
    return float(-np.log(rows[np.arange(len(rows)), picked] + 1e-12).mean())
