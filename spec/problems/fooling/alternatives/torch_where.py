"""torch.where keeps what is fooled, and the gradient is taken of torch.func."""


def ascent(model: nn.Module, x: Tensor, targets: Tensor) -> Tensor:
    return torch.func.grad(lambda inputs: target_scores(model, inputs, targets).sum())(x).detach()


def make_fooling_image(
    x: Tensor, target_y: int | Tensor, model: nn.Module, learning_rate: float = 1.0, max_steps: int = 100
) -> Tensor:
    targets = wanted(target_y, x)
    moved = x.detach().clone()
    with evaluating(model):
        for _ in range(max_steps):
            fooled = is_fooled(model, moved, targets)
            if bool(fooled.all()):
                return moved
            further = moved + learning_rate * unit_length(ascent(model, moved, targets))
            moved = torch.where(fooled.reshape([-1] + [1] * (x.dim() - 1)), moved, further)
    return moved
