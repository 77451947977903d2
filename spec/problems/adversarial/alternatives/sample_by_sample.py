"""Loops over the samples, each attacked as a batch of one."""


def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    parts = []
    with evaluating(model):
        for picture, label in zip(x.split(1), y.split(1), strict=True):
            gradient = input_gradient(lambda inputs, label=label: F.cross_entropy(model(inputs), label), picture)
            parts.append((picture.detach() + epsilon * torch.sign(gradient)).clamp(0, 1))
    return torch.cat(parts)


def fool(model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, max_steps: int) -> Tensor:
    results = []
    wanted = [target] * len(x) if isinstance(target, int) else target.tolist()
    with evaluating(model):
        for picture, label in zip(x.detach().split(1), wanted, strict=True):
            result = picture
            for _ in range(max_steps):
                leaf = result.clone().requires_grad_(True)
                logits = model(leaf)[0]
                if int(logits.argmax()) == label:
                    break
                (gradient,) = torch.autograd.grad(torch.softmax(logits, 0)[label], [leaf])
                result = torch.clamp(result + gradient * step_size, min=picture - epsilon, max=picture + epsilon)
            results.append(result)
    return torch.cat(results)


def robust_accuracy(
    model: nn.Module, attack: Callable[[nn.Module, Tensor, Tensor], Tensor], loader: Iterable[tuple[Tensor, Tensor]]
) -> float:
    right = []
    for x, y in loader:
        adversarial = attack(model, x, y)
        with evaluating(model), torch.no_grad():
            right += [
                int(model(picture).argmax()) == int(label)
                for picture, label in zip(adversarial.split(1), y, strict=True)
            ]
    return sum(right) / len(right) * 100.0
