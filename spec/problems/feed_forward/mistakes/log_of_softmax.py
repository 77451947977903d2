"""The probabilities are worked out first, and then their logarithm is taken. For large logits a probability is rounded to exactly
zero before the logarithm sees it. What becomes of the formula when the logarithm is taken on paper?"""

FAILS = ["hidden/test_outputs.py::test_losses_of_large_logits"]


def cross_entropy(logits, y):
    batch = np.atleast_2d(logits)
    powers = np.exp(batch - batch.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore"):
        return float(-np.log(probabilities[np.arange(len(batch)), np.atleast_1d(y)]).mean())
