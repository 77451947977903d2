"""This is the result when fgsm does not detach its result. Everything computed from it then keeps the graph."""

FAILS = [
    "public/test_attacks.py::test_traces_of_fgsm",
    "hidden/test_behaviour.py::test_detached_result_of_fgsm",
]


def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    leaf = x.detach().clone().requires_grad_(True)
    with evaluating(model):
        (gradient,) = torch.autograd.grad(F.cross_entropy(model(leaf), y), leaf)
    return (leaf + epsilon * gradient.sign()).clamp(0, 1)
