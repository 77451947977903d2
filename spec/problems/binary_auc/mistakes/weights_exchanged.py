"""This is the result when the pictures that are no planes have the larger weight. Which kind is rare?"""

FAILS = [
    "public/test_binary.py::test_worked_loss",
    "hidden/test_outputs.py::test_loss_of_random_batches",
    "hidden/test_outputs.py::test_loss_of_large_logits",
    "hidden/test_gradients.py::*",
]


def plane_loss(logits: Tensor, labels: Tensor) -> Tensor:
    log_plane = logits.log_softmax(dim=1)[:, 0]
    log_other = logits[:, 1:].logsumexp(dim=1) - logits.logsumexp(dim=1)
    is_plane = labels == 0
    losses = -torch.where(is_plane, log_plane, log_other)
    weights = torch.where(is_plane, 1.0, 9.0).to(losses)
    return (weights * losses).sum() / weights.sum()
