"""backward() on a leaf while the weights are frozen, whose flags are restored afterwards, instead of autograd.grad."""


def input_gradient(score: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    leaf = x.detach().clone().requires_grad_(True)
    score(leaf).backward(inputs=[leaf])
    assert leaf.grad is not None
    return leaf.grad


def fgsm(model: nn.Module, x: Tensor, y: Tensor, epsilon: float) -> Tensor:
    modes = {module: module.training for module in model.modules()}
    flags = {parameter: parameter.requires_grad for parameter in model.parameters()}
    model.eval().requires_grad_(False)
    leaf = x.clone().detach().requires_grad_(True)
    torch.nn.functional.cross_entropy(model(leaf), y, reduction="sum").backward()
    for module, mode in modes.items():
        module.training = mode
    for parameter, flag in flags.items():
        parameter.requires_grad = flag
    assert leaf.grad is not None
    return torch.clip(leaf.data + leaf.grad.sign() * epsilon, 0.0, 1.0)
