"""This is the result when every picture is taken to have 784 pixels."""

FAILS = [
    "public/test_worked_examples.py::test_flatten_by_hand",
    "hidden/test_outputs.py::test_flatten_on_random_pictures",
]


def flatten(x: np.ndarray) -> np.ndarray:
    return x.reshape(-1, 784)
