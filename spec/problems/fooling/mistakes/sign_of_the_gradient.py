"""This is the result of steps along the sign of the gradient. Here the direction of the gradient stays, and only its length is changed."""

FAILS = [
    "public/test_fooling.py::test_steps_by_hand",
    "hidden/test_outputs.py::test_random_networks",
    "hidden/test_outputs.py::test_linear_scores",
    "hidden/test_outputs.py::test_float32_pictures",
]


def unit_length(gradient: Tensor) -> Tensor:
    return gradient.sign()
