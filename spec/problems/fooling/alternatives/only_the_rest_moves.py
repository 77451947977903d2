"""Only the pictures that are left go through the model."""


def make_fooling_image(
    x: Tensor, target_y: int | Tensor, model: nn.Module, learning_rate: float = 1.0, max_steps: int = 100
) -> Tensor:
    targets = wanted(target_y, x)
    moved = x.detach().clone()
    with evaluating(model):
        for _ in range(max_steps):
            rest = (~is_fooled(model, moved, targets)).nonzero().squeeze(1)
            if len(rest) == 0:
                break
            moved[rest] = moved[rest] + learning_rate * unit_length(ascent(model, moved[rest], targets[rest]))
    return moved
