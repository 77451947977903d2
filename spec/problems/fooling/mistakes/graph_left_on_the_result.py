"""This is the result when the images still require a gradient."""

FAILS = [
    "hidden/test_behaviour.py::test_detached_images",
]


def make_fooling_image(
    x: Tensor, target_y: int | Tensor, model: nn.Module, learning_rate: float = 1.0, max_steps: int = 100
) -> Tensor:
    targets = wanted(target_y, x)
    moved = x.detach().clone()
    with evaluating(model):
        for _ in range(max_steps):
            rest = (~is_fooled(model, moved, targets)).view(-1, *[1] * (x.ndim - 1))
            moved = moved + learning_rate * unit_length(ascent(model, moved, targets)) * rest
    return moved.requires_grad_()
