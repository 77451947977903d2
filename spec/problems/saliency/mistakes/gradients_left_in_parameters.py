"""This is the result when backward() runs through the whole model: it fills the weights' .grad too."""

FAILS = [
    "public/test_saliency.py::test_maps_leave_no_traces",
    "hidden/test_behaviour.py::test_no_traces",
]


def slopes(model: nn.Module, x: Tensor, y: Tensor) -> Tensor:
    leaf = x.detach().clone().requires_grad_(True)
    total_score(model, leaf, y).backward()
    return leaf.grad
