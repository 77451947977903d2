"""torch.func.grad of a pure function of the input, in place of a leaf and the tape."""


def input_gradient(score: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    return torch.func.grad(score)(x.detach()).detach()


def pgd(model: nn.Module, x: Tensor, y: Tensor, epsilon: float, step_size: float, steps: int) -> Tensor:
    return mim(model, x, y, epsilon, step_size, steps, decay=0.0)
