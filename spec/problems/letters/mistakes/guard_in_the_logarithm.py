"""This is the result when a small constant is added to the probabilities before the logarithm. The loss of a very unlikely
class is then cut off."""

FAILS = [
    "hidden/test_outputs.py::test_label_smoothing_of_large_logits",
]


def label_smoothing_loss(logits: Tensor, y: Tensor, alpha: float) -> Tensor:
    n, k = logits.shape
    one_hot = F.one_hot(y, k).to(logits.dtype)
    q = (1 - alpha) * one_hot + alpha / k
    return -(q * (logits.softmax(dim=1) + 1e-12).log()).sum(dim=1).mean()
