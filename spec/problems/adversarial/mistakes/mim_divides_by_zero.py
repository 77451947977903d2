"""This is the result when MIM meets a gradient of zeros: 0 / 0 is NaN, and a momentum that is NaN stays NaN."""

FAILS = [
    "hidden/test_behaviour.py::test_mim_where_the_gradient_vanishes",
]


def mim(
    model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int, decay: float = 1.0
) -> Tensor:
    x = x.detach()
    adversarial, momentum = x, torch.zeros_like(x)
    with evaluating(model):
        for _ in range(steps):
            gradient = input_gradient(lambda inputs: F.cross_entropy(model(inputs), y), adversarial)
            momentum = decay * momentum + gradient / gradient.abs().mean(dim=tuple(range(1, x.ndim)), keepdim=True)
            adversarial = project(adversarial + step_size * momentum.sign(), x, epsilon, 0, 1)
    return adversarial
