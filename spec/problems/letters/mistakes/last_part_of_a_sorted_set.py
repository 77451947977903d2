"""This is the result when the last examples become the validation part. In a set sorted by class these are all of the last
classes."""

FAILS = [
    "hidden/test_outputs.py::test_split_follows_its_seed",
    "hidden/test_outputs.py::test_split_is_random",
]


def split(x: np.ndarray, y: np.ndarray, fraction: float = 0.1, seed: int = 0) -> Any:
    size = round(fraction * len(x))
    return (x[: len(x) - size], y[: len(x) - size]), (x[len(x) - size :], y[len(x) - size :])
