"""This is the result when the smoothed labels are in float32 and the logits in float64. Their rounding is then in the loss."""

FAILS = [
    "public/test_worked_examples.py::test_label_smoothing_by_hand",
    "hidden/test_outputs.py::test_label_smoothing_on_random_logits",
    "hidden/test_outputs.py::test_label_smoothing_gradients",
]


def label_smoothing_loss(logits, y, alpha):
    k = logits.shape[1]
    smooth = F.one_hot(y, k).float() * (1 - alpha) + alpha / k
    return -(smooth * logits.log_softmax(dim=1)).sum(dim=1).mean()
