"""This is the result when the plane's logit alone goes through a sigmoid. Its probability depends on all ten logits."""

from torch.nn import functional as F

FAILS = [
    "public/test_binary.py::test_worked_loss",
    "hidden/test_outputs.py::test_loss_*",
    "hidden/test_gradients.py::*",
]


def plane_loss(logits: Tensor, labels: Tensor) -> Tensor:
    is_plane = (labels == 0).to(logits)
    weights = 8 * is_plane + 1
    return F.binary_cross_entropy_with_logits(logits[:, 0], is_plane, weight=weights, reduction="sum") / weights.sum()
