"""This is the result when the pictures are computed in double precision and left there."""

FAILS = [
    "hidden/test_outputs.py::test_float32_pictures",
]


def make_fooling_image(
    x: Tensor, target_y: int | Tensor, model: nn.Module, learning_rate: float = 1.0, max_steps: int = 100, right=make_fooling_image
) -> Tensor:
    return right(x, target_y, model, learning_rate, max_steps).double()
