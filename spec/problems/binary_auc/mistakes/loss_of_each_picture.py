"""This is the result when each picture's loss is returned. A network is trained with one number."""

FAILS = [
    "public/test_binary.py::test_worked_loss",
    "hidden/test_outputs.py::test_loss_*",
    "hidden/test_gradients.py::*",
    "hidden/test_shapes.py::test_area_and_loss_are_numbers",
]


def plane_loss(logits: Tensor, labels: Tensor) -> Tensor:
    log_plane = logits.log_softmax(dim=1)[:, 0]
    log_other = logits[:, 1:].logsumexp(dim=1) - logits.logsumexp(dim=1)
    is_plane = labels == 0
    losses = -torch.where(is_plane, log_plane, log_other)
    weights = torch.where(is_plane, 9.0, 1.0).to(losses)
    return weights * losses / weights.sum()
