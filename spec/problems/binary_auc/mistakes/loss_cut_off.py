"""This is the result when the loss is a plain number: no gradient reaches the network."""

FAILS = [
    "hidden/test_gradients.py::*",
]


def plane_loss(logits: Tensor, labels: Tensor, right=plane_loss) -> Tensor:
    return torch.tensor(right(logits, labels).item(), dtype=logits.dtype)
