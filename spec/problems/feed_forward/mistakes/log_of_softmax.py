"""This computes the probabilities first and then takes their logarithm. For large logits, a probability is rounded to
exactly zero before that. What becomes of the formula when you take the logarithm on paper?"""

FAILS = ["hidden/test_outputs.py::test_losses_of_large_logits"]


def cross_entropy(logits, y):
    batch = np.atleast_2d(logits)
    powers = np.exp(batch - batch.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore"):
        return float(-np.log(probabilities[np.arange(len(batch)), np.atleast_1d(y)]).mean())
