"""Attacks a copy of the model in evaluation mode, so that nothing needs to be restored."""

from copy import deepcopy


def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    twin = deepcopy(model).eval()
    leaf = x.clone().detach()
    leaf.requires_grad = True
    loss = F.cross_entropy(twin(leaf), y)
    loss.backward()
    assert leaf.grad is not None
    with torch.no_grad():
        return (leaf + epsilon * leaf.grad.sign()).clamp(0, 1)


def pgd(model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int) -> Tensor:
    twin = deepcopy(model).eval()
    adversarial = x.clone().detach()
    for _ in range(steps):
        adversarial.requires_grad_(True)
        twin.zero_grad()
        loss = F.cross_entropy(twin(adversarial), y)
        loss.backward()
        assert adversarial.grad is not None
        with torch.no_grad():
            adversarial = adversarial + step_size * adversarial.grad.sign()
            adversarial = torch.max(torch.min(adversarial, x + epsilon), x - epsilon)
            adversarial = torch.clamp(adversarial, 0.0, 1.0)
    return adversarial.detach()


def fool(model: nn.Module, x: Tensor, target: int | Tensor, epsilon: float, step_size: float, max_steps: int) -> Tensor:
    twin = deepcopy(model).eval()
    noise = torch.zeros_like(x)
    rows = torch.arange(len(x))
    for _ in range(max_steps):
        leaf = (x.detach() + noise).requires_grad_(True)
        probabilities = torch.softmax(twin(leaf), dim=-1)
        done = probabilities.argmax(dim=-1) == torch.as_tensor(target)
        if bool(done.all()):
            break
        probabilities[rows, target].sum().backward()
        assert leaf.grad is not None
        change = step_size * leaf.grad
        change[done] = 0.0
        noise = torch.clamp(noise + change, -epsilon, epsilon)
    return x.detach() + noise
