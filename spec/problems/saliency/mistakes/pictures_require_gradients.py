"""This is the result when requires_grad_() is called on the pictures of the caller: they stay changed."""

FAILS = [
    "public/test_saliency.py::test_maps_leave_no_traces",
    "hidden/test_behaviour.py::test_no_traces",
]


def slopes(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    x.requires_grad_()
    return torch.autograd.grad(total_score(model, x, y), x)[0]
