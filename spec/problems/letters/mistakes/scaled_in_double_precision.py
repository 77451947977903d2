"""This is the result when the scaled pixels are float64. The weights of a network are float32, and refuse them."""

FAILS = [
    "hidden/test_outputs.py::test_scale_on_random_pixels",
]


def scale(x: np.ndarray) -> np.ndarray:
    return x / 255.0
