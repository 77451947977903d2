"""This is the result of climbing the softmax probability. Its gradient also pushes the other scores down."""

FAILS = [
    "hidden/test_outputs.py::test_random_networks",
    "hidden/test_outputs.py::test_linear_scores",
    "hidden/test_outputs.py::test_float32_pictures",
]


def target_scores(model: nn.Module, x: Tensor, targets: Tensor) -> Tensor:
    return model(x).softmax(dim=1).gather(1, targets.unsqueeze(1)).squeeze(1)
