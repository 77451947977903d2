"""This is the result when the gradient is divided by the norm of the whole batch. Whose length should a step of one picture depend on?"""

FAILS = [
    "public/test_fooling.py::test_steps_by_hand",
    "hidden/test_outputs.py::test_random_networks",
    "hidden/test_outputs.py::test_linear_scores",
    "hidden/test_outputs.py::test_float32_pictures",
    "hidden/test_behaviour.py::test_neighbours",
]


def unit_length(gradient: Tensor) -> Tensor:
    return gradient / gradient.norm()
