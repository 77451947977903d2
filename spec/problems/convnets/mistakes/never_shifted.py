"""This is the result when no picture is shifted."""

FAILS = [
    "hidden/test_fitting.py::test_augmentation_moves_and_mirrors",
]


def augmentation():
    return v2.RandomHorizontalFlip()
