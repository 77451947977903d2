"""The numbers are right, but the function overwrites its input logits."""

FAILS = [
    "hidden/test_behaviour.py::test_inputs_stay_as_they_are",
]


def softmax(logits):
    logits -= logits.max(axis=-1, keepdims=True)
    np.exp(logits, out=logits)
    logits /= logits.sum(axis=-1, keepdims=True)
    return logits
