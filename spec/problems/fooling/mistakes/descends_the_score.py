"""This is the result when the pictures go down their target's score."""

FAILS = [
    "public/test_fooling.py::test_steps_by_hand",
    "hidden/test_outputs.py::test_random_networks",
    "hidden/test_outputs.py::test_linear_scores",
    "hidden/test_outputs.py::test_float32_pictures",
    "hidden/test_outputs.py::test_gradient_of_zero",
]


def target_scores(model: nn.Module, x: Tensor, targets: Tensor) -> Tensor:
    return -model(x).gather(1, targets.unsqueeze(1)).squeeze(1)
