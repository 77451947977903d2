"""This is the result when a set is divided by its own largest pixel. The same pixel then has another value in another set."""

FAILS = [
    "hidden/test_outputs.py::test_scale_on_random_pixels",
]


def scale(x: np.ndarray) -> np.ndarray:
    return x.astype(np.float32) / max(int(x.max()), 1)
