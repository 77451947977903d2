"""This is the cross-entropy of all ten classes. A cat that is taken for a dog is right here: neither is a plane."""

from torch.nn import functional as F

FAILS = [
    "public/test_binary.py::test_worked_loss",
    "hidden/test_outputs.py::test_loss_of_random_batches",
    "hidden/test_outputs.py::test_loss_of_one_kind",
    "hidden/test_outputs.py::test_loss_of_large_logits",
    "hidden/test_gradients.py::*",
]


def plane_loss(logits: Tensor, labels: Tensor) -> Tensor:
    return F.cross_entropy(logits, labels, weight=logits.new_tensor([9.0] + [1.0] * 9))
