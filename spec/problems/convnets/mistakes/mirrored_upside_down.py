"""This is the result when pictures are turned upside down. A car seldom is."""

FAILS = [
    "hidden/test_fitting.py::test_augmentation_moves_and_mirrors",
]


def augmentation():
    return v2.Compose([v2.RandomCrop(32, padding=4), v2.RandomVerticalFlip()])
