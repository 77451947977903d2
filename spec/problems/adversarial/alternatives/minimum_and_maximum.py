"""Projection by minimum and maximum with the bounds worked out once, the range cut into them."""


def project(adversarial: Tensor, x: Tensor, epsilon: float, low: float, high: float) -> Tensor:
    lowest = torch.maximum(x - epsilon, torch.full_like(x, low))
    highest = torch.minimum(x + epsilon, torch.full_like(x, high))
    return torch.maximum(torch.minimum(adversarial, highest), lowest)
