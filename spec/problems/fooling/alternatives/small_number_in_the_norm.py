"""1e-8 is added to the norm, against a division by zero."""


def unit_length(gradient: Tensor) -> Tensor:
    norm = gradient.flatten(1).norm(dim=1).view(-1, *[1] * (gradient.ndim - 1))
    return gradient / (norm + 1e-8)
