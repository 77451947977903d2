"""This is the result when the logits leave the graph on the way. The value is right, and no gradient reaches the network."""

FAILS = [
    "hidden/test_outputs.py::test_label_smoothing_gradients",
]


def label_smoothing_loss(logits: Tensor, y: Tensor, alpha: float) -> Tensor:
    n, k = logits.shape
    log_p = logits.log_softmax(dim=1)
    one_hot = F.one_hot(y, k).to(logits.dtype)
    q = (1 - alpha) * one_hot + alpha / k
    return -(q * log_p.detach()).sum(dim=1).mean().requires_grad_()
