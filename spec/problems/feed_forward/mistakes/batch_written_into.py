"""The numbers are right, but the largest logit is subtracted in place: the caller's batch of logits is lost."""

FAILS = ["hidden/test_behaviour.py::test_inputs_stay_as_they_are"]


def cross_entropy(logits, y):
    if logits.ndim == 1:
        logits, y = logits[None].copy(), [y]
    logits -= logits.max(axis=1, keepdims=True)
    losses = np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(y)), y]
    return float(losses.mean())
