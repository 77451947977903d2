"""This is the result when probabilities are kept away from 0 by a clamp. Where it acts, no gradient passes, and the network
learns nothing from its worst errors."""

FAILS = [
    "hidden/test_outputs.py::test_loss_of_large_logits",
    "hidden/test_gradients.py::test_gradient_at_large_logits",
]


def plane_loss(logits: Tensor, labels: Tensor) -> Tensor:
    p = logits.softmax(dim=1)[:, 0]
    is_plane = labels == 0
    losses = -torch.where(is_plane, p, 1 - p).clamp(min=1e-7).log()
    weights = torch.where(is_plane, 9.0, 1.0).to(losses)
    return (weights * losses).sum() / weights.sum()
