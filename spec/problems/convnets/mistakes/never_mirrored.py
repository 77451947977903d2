"""This is the result when no picture is mirrored."""

FAILS = [
    "hidden/test_fitting.py::test_augmentation_moves_and_mirrors",
]


def augmentation():
    return v2.RandomCrop(32, padding=4)
