"""This is the result when the steps are added to the tensor of the caller."""

FAILS = [
    "hidden/test_behaviour.py::test_no_traces",
]


def make_fooling_image(
    x: Tensor, target_y: int | Tensor, model: nn.Module, learning_rate: float = 1.0, max_steps: int = 100
) -> Tensor:
    targets = wanted(target_y, x)
    moved = x.detach()
    with evaluating(model):
        for _ in range(max_steps):
            rest = (~is_fooled(model, moved, targets)).view(-1, *[1] * (x.ndim - 1))
            moved += learning_rate * unit_length(ascent(model, moved, targets)) * rest
    return moved
