"""This is the result when the pixels follow each other column by column."""

FAILS = [
    "public/test_worked_examples.py::test_flatten_by_hand",
    "hidden/test_outputs.py::test_flatten_on_random_pictures",
]


def flatten(x: np.ndarray) -> np.ndarray:
    return x.transpose(0, 2, 1).reshape(len(x), -1)
