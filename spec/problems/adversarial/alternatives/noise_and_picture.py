"""Noise and picture are kept apart: the noise is clamped to [-epsilon, epsilon], and their sum to the valid range."""


def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    return pgd(model, x, y, epsilon, epsilon, 1)


def pgd(model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int) -> Tensor:
    return mim(model, x, y, epsilon, step_size, steps, 0.0)


def mim(
    model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int, decay: float = 1.0
) -> Tensor:
    clean = x.detach().clone()
    noise, momentum = torch.zeros_like(clean), torch.zeros_like(clean)
    with evaluating(model):
        for _ in range(steps):
            gradient = input_gradient(lambda inputs: F.nll_loss(model(inputs).log_softmax(1), y), clean + noise)
            total = gradient.abs().flatten(1).sum(1).view(-1, *[1] * (x.ndim - 1))  # the sum of |.|, as in the paper
            momentum = momentum * decay + torch.where(total > 0, gradient / total, torch.zeros_like(gradient))
            noise = torch.clamp(noise + step_size * momentum.sign(), -epsilon, epsilon)
            noise = torch.clamp(clean + noise, 0, 1) - clean
    return torch.clamp(clean + torch.clamp(noise, -epsilon, epsilon), 0, 1)


def targeted_attack(
    model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, steps: int
) -> Tensor:
    clean = x.detach().clone()
    noise = torch.zeros_like(clean)
    rows = torch.arange(len(x))
    with evaluating(model):
        for _ in range(steps):
            picture = (clean + noise).clamp(-1, 1)
            noise = noise + step_size * input_gradient(lambda inputs: model(inputs)[rows, target].sum(), picture).sign()
            noise = noise.clamp(-epsilon, epsilon)
            noise = (clean + noise).clamp(-1, 1) - clean
    return (clean + noise.clamp(-epsilon, epsilon)).clamp(-1, 1)
