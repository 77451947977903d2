"""This is the result when axes of length one are dropped: a single picture then loses its axis of pictures."""

FAILS = [
    "hidden/test_outputs.py::test_flatten_on_random_pictures",
]


def flatten(x: np.ndarray) -> np.ndarray:
    return x.reshape(len(x), -1).squeeze()
