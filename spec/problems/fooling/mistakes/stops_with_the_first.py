"""This is the result when the whole batch stops with the first picture that fools the model."""

FAILS = [
    "public/test_fooling.py::test_steps_by_hand",
    "hidden/test_outputs.py::test_random_networks",
    "hidden/test_behaviour.py::test_neighbours",
]


def make_fooling_image(
    x: Tensor, target_y: int | Tensor, model: nn.Module, learning_rate: float = 1.0, max_steps: int = 100
) -> Tensor:
    targets = wanted(target_y, x)
    moved = x.detach().clone()
    with evaluating(model):
        for _ in range(max_steps):
            if is_fooled(model, moved, targets).any():
                break
            moved = moved + learning_rate * unit_length(ascent(model, moved, targets))
    return moved
