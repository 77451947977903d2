"""This is the result when the pixels are divided by 256. The brightest should become 1."""

FAILS = [
    "public/test_worked_examples.py::test_scale_by_hand",
    "hidden/test_outputs.py::test_scale_on_random_pixels",
]


def scale(x: np.ndarray) -> np.ndarray:
    return x.astype(np.float32) / 256
