"""This is the result when every picture makes all steps. When does a picture need no further step?"""

FAILS = [
    "public/test_fooling.py::test_steps_by_hand",
    "hidden/test_outputs.py::test_random_networks",
]


def make_fooling_image(
    x: Tensor, target_y: int | Tensor, model: nn.Module, learning_rate: float = 1.0, max_steps: int = 100
) -> Tensor:
    targets = wanted(target_y, x)
    moved = x.detach().clone()
    with evaluating(model):
        for _ in range(max_steps):
            moved = moved + learning_rate * unit_length(ascent(model, moved, targets))
    return moved
