"""This is the result when backward() runs through the whole model: it fills the weights' .grad too."""

FAILS = [
    "hidden/test_behaviour.py::test_no_traces",
]


def ascent(model: nn.Module, x: Tensor, targets: Tensor) -> Tensor:
    leaf = x.detach().clone().requires_grad_(True)
    target_scores(model, leaf, targets).sum().backward()
    return leaf.grad
