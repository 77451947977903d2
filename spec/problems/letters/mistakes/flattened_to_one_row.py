"""This is the result when all pictures end up in a single row. The first axis counts them and should stay."""

FAILS = [
    "public/test_worked_examples.py::test_flatten_by_hand",
    "hidden/test_outputs.py::test_flatten_on_random_pictures",
]


def flatten(x: np.ndarray) -> np.ndarray:
    return x.reshape(-1)
