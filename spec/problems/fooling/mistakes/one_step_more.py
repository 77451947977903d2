"""This is the result when one more step is made than allowed."""

FAILS = [
    "public/test_fooling.py::test_steps_by_hand",
    "hidden/test_outputs.py::test_linear_scores",
    "hidden/test_outputs.py::test_no_steps",
    "hidden/test_outputs.py::test_float32_pictures",
    "hidden/test_outputs.py::test_gradient_of_zero",
]


def make_fooling_image(
    x: Tensor, target_y: int | Tensor, model: nn.Module, learning_rate: float = 1.0, max_steps: int = 100
) -> Tensor:
    targets = wanted(target_y, x)
    moved = x.detach().clone()
    with evaluating(model):
        for _ in range(max_steps + 1):
            rest = (~is_fooled(model, moved, targets)).view(-1, *[1] * (x.ndim - 1))
            moved = moved + learning_rate * unit_length(ascent(model, moved, targets)) * rest
    return moved
