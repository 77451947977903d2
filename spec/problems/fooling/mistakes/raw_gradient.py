"""This is the result of steps along the gradient itself. How long is a step then, and how long should it be?"""

FAILS = [
    "public/test_fooling.py::test_steps_by_hand",
    "hidden/test_outputs.py::test_random_networks",
    "hidden/test_outputs.py::test_linear_scores",
    "hidden/test_outputs.py::test_float32_pictures",
]


def unit_length(gradient: Tensor) -> Tensor:
    return gradient
