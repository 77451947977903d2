"""This is the result of a division of whole numbers: all but the brightest pixels become 0."""

FAILS = [
    "public/test_worked_examples.py::test_scale_by_hand",
    "hidden/test_outputs.py::test_scale_on_random_pixels",
]


def scale(x: np.ndarray) -> np.ndarray:
    return (x // 255).astype(np.float32)
