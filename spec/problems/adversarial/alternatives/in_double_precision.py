"""Projects in float64 and rounds to the dtype of the batch once, at the end of each step."""


def project(adversarial: Tensor, x: Tensor, epsilon: float, low: float, high: float) -> Tensor:
    wide = x.double()
    return adversarial.double().clamp(wide - epsilon, wide + epsilon).clamp(low, high).to(x.dtype)


def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    with evaluating(model):
        gradient = input_gradient(lambda inputs: F.cross_entropy(model(inputs), y), x)
    return (x.detach().double() + epsilon * gradient.double().sign()).clamp(0, 1).to(x.dtype)
