"""Here the columns sum to one: the samples compete for each class. The classes should compete for each sample."""

FAILS = [
    "hidden/test_outputs.py::test_softmax",
    "hidden/test_outputs.py::test_probabilities_of_large_logits",
]


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=0, keepdims=True))
    return powers / powers.sum(axis=0, keepdims=True)
