"""Here all numbers of the batch together sum to one. Each sample has its own probabilities."""

FAILS = [
    "hidden/test_outputs.py::test_softmax",
    "hidden/test_outputs.py::test_probabilities_of_large_logits",
]


def softmax(logits):
    powers = np.exp(logits - logits.max())
    return powers / powers.sum()
