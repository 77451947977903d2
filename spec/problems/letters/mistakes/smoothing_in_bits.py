"""This is the result of logarithms of base 2."""

FAILS = [
    "public/test_worked_examples.py::test_label_smoothing_by_hand",
    "hidden/test_outputs.py::test_label_smoothing_gradients",
    "hidden/test_outputs.py::test_label_smoothing_of_large_logits",
    "hidden/test_outputs.py::test_label_smoothing_on_random_logits",
    "hidden/test_outputs.py::test_label_smoothing_without_smoothing",
]


def label_smoothing_loss(logits: Tensor, y: Tensor, alpha: float) -> Tensor:
    n, k = logits.shape
    log_p = logits.log_softmax(dim=1)
    one_hot = F.one_hot(y, k).to(logits.dtype)
    q = (1 - alpha) * one_hot + alpha / k
    return -(q * log_p).sum(dim=1).mean() / float(np.log(2))
