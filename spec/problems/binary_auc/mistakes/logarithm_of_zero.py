"""This is the result when the logarithm is taken of a probability that was rounded to 0."""

FAILS = [
    "hidden/test_outputs.py::test_loss_of_large_logits",
    "hidden/test_gradients.py::test_gradient_at_large_logits",
]


def plane_loss(logits: Tensor, labels: Tensor) -> Tensor:
    p = logits.softmax(dim=1)[:, 0]
    is_plane = labels == 0
    losses = -torch.where(is_plane, p, 1 - p).log()
    weights = torch.where(is_plane, 9.0, 1.0).to(losses)
    return (weights * losses).sum() / weights.sum()
