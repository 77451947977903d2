"""Projection by minimum and maximum; the bounds are computed once and include the valid range."""


def project(adversarial: Tensor, x: Tensor, epsilon: float, low: float, high: float) -> Tensor:
    lowest = torch.maximum(x - epsilon, torch.full_like(x, low))
    highest = torch.minimum(x + epsilon, torch.full_like(x, high))
    return torch.maximum(torch.minimum(adversarial, highest), lowest)
