"""Descent everywhere: on minus the loss, with a momentum that points downhill, as in an optimizer."""


def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    with evaluating(model):
        gradient = input_gradient(lambda inputs: -F.cross_entropy(model(inputs), y), x)
    return torch.clamp(x.detach() - epsilon * gradient.sign(), 0, 1)


def mim(
    model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int, decay: float = 1.0
) -> Tensor:
    start = x.detach()
    here = start.clone()
    velocity: float | Tensor = 0.0
    with evaluating(model):
        for _ in range(steps):
            downhill = input_gradient(lambda inputs: -F.cross_entropy(model(inputs), y, reduction="sum"), here)
            norm = downhill.abs().mean(tuple(range(1, downhill.dim())), keepdim=True).clamp_min(1e-40)
            velocity = decay * velocity - downhill / norm
            here = (here + step_size * velocity.sign()).clamp(start - epsilon, start + epsilon).clamp(0, 1)
    return here


def targeted_attack(
    model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, steps: int
) -> Tensor:
    start = x.detach()
    here = start.clone()
    wanted = torch.full((len(x),), target) if isinstance(target, int) else target
    with evaluating(model):
        for _ in range(steps):
            downhill = input_gradient(lambda inputs: F.nll_loss(model(inputs), wanted), here)  # minus the mean logit
            here = (here - step_size * downhill.sign()).clamp(start - epsilon, start + epsilon).clamp(-1, 1)
    return here
