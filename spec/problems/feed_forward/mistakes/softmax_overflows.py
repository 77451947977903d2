"""This is right for small logits. For large ones, exp becomes infinite, and infinity divided by infinity is not a
number."""

FAILS = [
    "hidden/test_outputs.py::test_probabilities_of_large_logits",
]


def softmax(logits):
    with np.errstate(over="ignore", invalid="ignore"):
        powers = np.exp(logits)
        return powers / powers.sum(axis=-1, keepdims=True)
